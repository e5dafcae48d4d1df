const FLOOR = 'Nest';

/** The figures of each program, one line each, and how Muster compares. */
export function table(results) {
  const lines = results.flatMap(({ scenario, limit, measured }) =>
    Object.entries(measured).map(([program, figures], index) => {
      const ratio = program === 'Muster' ? compared(measured) : undefined;
      return [
        (index === 0 ? scenario : '').padEnd(26),
        program.padEnd(10),
        number(figures.requestsPerSecond, 0).padStart(7),
        number(figures.p50, 1).padStart(7),
        number(figures.p99, 1).padStart(7),
        number(figures.serverCpu, 3).padStart(8),
        number(figures.databaseCpu, 3).padStart(8),
        number(figures.statements, 1).padStart(6),
        number(figures.rss / 2 ** 20, 0).padStart(6),
        ratio === undefined ? '' : `  ${number(ratio, 2)} × ${FLOOR}${limit ? ` (at most ${limit})` : ''}`,
      ].join(' ');
    }),
  );
  return lines.join('\n');
}

/** CPU of server and database for one request, as a multiple of the floor's. */
export function compared(measured) {
  const cpu = ({ serverCpu, databaseCpu }) => serverCpu + databaseCpu;
  return measured[FLOOR] && cpu(measured.Muster) / cpu(measured[FLOOR]);
}

function number(value, digits) {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
