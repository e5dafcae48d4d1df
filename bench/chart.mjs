import { init } from 'echarts';
import { verdict } from './report.mjs';

const ROW_HEIGHT = 22;
const WIDTH = 1_000;
const COLORS = { good: '#2f9e44', bad: '#e03131', line: '#868e96' };

/**
 * Every limit as a bar: how much of what is allowed was used. Up to the line, at 1, a limit holds.
 * @returns {string} an SVG image
 */
export function chart({ machine, suites }) {
  const limits = suites.flatMap(({ results }) =>
    results.flatMap(({ scenario, limits: each }) => each.map((limit) => ({ scenario, ...limit }))),
  );
  const rows = limits.toReversed();
  const view = init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height: 90 + rows.length * ROW_HEIGHT,
  });
  view.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: 'How much of each limit is used', subtext: machine, left: 'center' },
    grid: { left: 430, right: 60, top: 60, bottom: 20 },
    xAxis: { type: 'value', min: 0, max: 1.5, axisLabel: { formatter: (value) => `${Math.round(value * 100)} %` } },
    yAxis: {
      type: 'category',
      axisLabel: { fontSize: 11, width: 420, overflow: 'truncate' },
      data: rows.map((limit) => `${limit.scenario}: ${verdict(limit)}`),
    },
    series: {
      type: 'bar',
      data: rows.map((limit) => ({
        value: Math.min(1.5, usedOf(limit)),
        itemStyle: { color: limit.holds ? COLORS.good : COLORS.bad },
      })),
      label: {
        show: true,
        position: 'right',
        formatter: ({ dataIndex }) => `${Math.round(usedOf(rows[dataIndex]) * 100)} %`,
      },
      markLine: { symbol: 'none', label: { show: false }, lineStyle: { color: COLORS.line }, data: [{ xAxis: 1 }] },
    },
  });
  return view.renderToSVGString();
}

function usedOf({ value, atMost, atLeast }) {
  return atMost === undefined ? atLeast / value : value / atMost;
}
