const MEASURES = {
  requestsPerSecond: { title: 'requests/s', text: (value) => number(value, value < 100 ? 1 : 0) },
  p50: { title: 'p50 ms', text: (value) => number(value, 0) },
  p99: { title: 'p99 ms', text: (value) => number(value, 0) },
  serverCpu: { title: 'server ms', text: (value) => number(value, 3) },
  databaseCpu: { title: 'database ms', text: (value) => number(value, 3) },
  cpu: { title: 'CPU ms', text: (value) => number(value, 3) },
  loadCpu: { title: 'load ms', text: (value) => number(value, 3) },
  statements: { title: 'statements', text: (value) => number(value, 1) },
  rss: { title: 'RSS MB', text: megabytes },
  extraMemory: { title: 'extra MB', text: megabytes },
  peak: { title: 'peak MB', text: megabytes },
};
const COLUMNS = ['requestsPerSecond', 'p50', 'p99', 'serverCpu', 'databaseCpu', 'loadCpu', 'statements', 'rss'];
const WORDS = {
  cpu: 'CPU',
  requestsPerSecond: 'requests/s',
  p50: 'median',
  p99: 'p99',
  extraMemory: 'extra memory',
  peak: 'peak memory',
  rss: 'memory',
};

/** One line a contestant, and below each scenario what it shall show. */
export function table(results) {
  return results
    .flatMap(({ scenario, measured, limits }) => [
      scenario,
      ...Object.entries(measured).map(
        ([name, figures]) => `  ${name.padEnd(18)}${COLUMNS.map((column) => cell(column, figures)).join('  ')}`,
      ),
      ...limits.map((limit) => `  ${limit.holds ? 'ok  ' : 'MISS'} ${verdict(limit)}`),
    ])
    .join('\n');
}

/** How many limits hold, and each that does not. */
export function summary({ suites }) {
  const all = suites.flatMap(({ results }) =>
    results.flatMap(({ scenario, limits }) => limits.map((limit) => ({ scenario, ...limit }))),
  );
  const missed = all.filter(({ holds }) => !holds);
  return [
    `${all.length - missed.length} of ${all.length} limits hold`,
    ...missed.map((limit) => `missed: ${limit.scenario}: ${verdict(limit)}`),
  ].join('\n');
}

/** A page with all figures. */
export function markdown({ machine, command, suites }) {
  const head = `# Figures\n\nWritten by \`${command}\`. ${machine}.\n`;
  return [head, ...suites.map(section)].join('\n');
}

function section({ name, about, database, results }) {
  const head = `| scenario | | ${COLUMNS.map((column) => MEASURES[column].title).join(' | ')} |`;
  const rule = `| --- | --- |${' ---: |'.repeat(COLUMNS.length)}`;
  const rows = results.flatMap(({ scenario, measured }) =>
    Object.entries(measured).map(
      ([contestant, figures], index) =>
        `| ${index === 0 ? scenario : ''} | ${contestant} | ${COLUMNS.map((column) => cell(column, figures).trim()).join(' | ')} |`,
    ),
  );
  const limits = results.flatMap(({ scenario, limits: each }) =>
    each.map((limit) => `| ${scenario} | ${verdict(limit)} | ${limit.holds ? 'yes' : '**no**'} |`),
  );
  const verdicts = limits.length > 0 ? ['', '| scenario | shall be | is |', '| --- | --- | --- |', ...limits] : [];
  return [`## ${name}`, '', `${capital(about)}. ${database}.`, '', head, rule, ...rows, ...verdicts, ''].join('\n');
}

/** In words: what came out, and what was wanted. */
export function verdict({ of, to, measure, atMost, atLeast, value }) {
  const text = to ? (shown) => number(shown, 2) : MEASURES[measure].text;
  const wanted = atMost === undefined ? `at least ${text(atLeast)}` : `at most ${text(atMost)}`;
  return `${WORDS[measure]} of ${of}: ${text(value)}${to ? ` × ${to}` : ''} (${wanted})`;
}

function cell(column, figures) {
  const { title, text } = MEASURES[column];
  return (figures[column] === undefined ? '' : text(figures[column])).padStart(title.length);
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function megabytes(bytes) {
  return number(bytes / 2 ** 20, 0);
}

function number(value, digits) {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
