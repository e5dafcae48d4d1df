import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { texts } from '../messages/index.js';
import type { Statistics } from '../types.js';

const SERIES = [
  { name: 'reads', label: texts.overview.reads, color: 'indigo.4' },
  { name: 'writes', label: texts.overview.writes, color: 'teal.6' },
  { name: 'failed', label: texts.overview.failed, color: 'red.6' },
];

/** SCIM requests by day. */
export default function ActivityChart({ days, height }: { days: Statistics['activity']; height: number }) {
  return (
    <BarChart
      h={height}
      data={days.map((day) => ({ ...day, day: day.day.slice(5) }))}
      dataKey="day"
      type="stacked"
      series={SERIES}
      withLegend
      yAxisProps={{ allowDecimals: false }}
      barProps={{ isAnimationActive: false }}
    />
  );
}
