import autocannon from 'autocannon';
import { cpuOf } from './programs.mjs';

/**
 * Sends requests for some seconds and says what each cost.
 * @param {(index: number) => {method, path, body?, headers?}} next the requests, made as they are sent
 */
export async function measure({ program, database, statements, next, connections, seconds, headers }) {
  let index = 0;
  const before = { server: program.cpu(), database: cpuOf(database), statements: await statements() };
  const result = await autocannon({
    url: program.url,
    connections,
    duration: seconds,
    headers,
    requests: [
      {
        setupRequest: (request) => {
          const made = next(index);
          index += 1;
          return { ...request, ...made, headers: { ...request.headers, ...made.headers } };
        },
      },
    ],
  });
  const count = result['2xx'];
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${program.name}: ${result.non2xx} answers were not 2xx, ${result.errors} errors`);
  const each = (value) => value / count;
  return {
    requestsPerSecond: count / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    serverCpu: each(program.cpu() - before.server),
    databaseCpu: each(cpuOf(database) - before.database),
    statements: each((await statements()) - before.statements),
    rss: program.rss(),
  };
}

/** The middle of several measurements, number by number. */
export function medianOf(measurements) {
  const names = Object.keys(measurements[0]);
  return Object.fromEntries(names.map((name) => [name, median(measurements.map((each) => each[name]))]));
}

export function median(list) {
  const sorted = list.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}
