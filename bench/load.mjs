import autocannon from 'autocannon';
import { setTimeout as delay } from 'node:timers/promises';

const CONNECTIONS = 10;
/**
 * The first requests of a scenario cost several times what the later ones do, until a program is compiled for them: the warm-up
 * ends when some steps in a row cost no less than one before.
 */
const WARM_UP_STEP_S = 2;
const WARM_UP_STEPS = 20;
const STILL_FALLING = 0.95;
const SETTLED_STEPS = 4;
const PAUSE_MS = 200;

/**
 * One of the sides that are compared: a program and the requests that it gets. With `amount` it gets so many, however long
 * they take: for programs that may need longer for one than a measurement takes. `settled` is awaited after each measurement.
 * @typedef {{name: string, program: import('./programs.mjs').Program, next: (index: number) => object, connections?: number, amount?: number,
 *   settled?: () => Promise<void>}} Contestant
 */

/**
 * Measures contestants in turn, several times, so that whatever else the machine does meets all of them alike.
 * @param {Contestant[]} contestants
 * @param {{runs: number, seconds: number, database: import('./databases.mjs').Database}} settings
 * @returns {Promise<Record<string, object>>} the medians, by name
 */
export async function inTurn(contestants, { runs, seconds, database }) {
  const measurements = new Map(contestants.map(({ name }) => [name, []]));
  const requests = new Map(contestants.map(({ name, next }) => [name, continuing(next)]));
  for (let run = 0; run <= runs; run += 1) {
    for (const { name, program, amount, settled, connections = CONNECTIONS } of contestants) {
      const load = { program, database, connections, amount, next: requests.get(name) };
      if (run === 0) await warmUp(load);
      else {
        // V8 throws compiled code away while a program rests, as each does when it is the others' turn.
        if (!amount) await measure({ ...load, seconds: WARM_UP_STEP_S });
        measurements.get(name).push(await measure({ ...load, seconds }));
      }
      await settled?.();
      await delay(PAUSE_MS);
    }
  }
  return Object.fromEntries([...measurements].map(([name, list]) => [name, medianOf(list)]));
}

async function warmUp(load) {
  let least = Infinity;
  let settled = 0;
  for (let step = 0; step < (load.amount ? 1 : WARM_UP_STEPS) && settled < SETTLED_STEPS; step += 1) {
    const { serverCpu } = await measure({ ...load, seconds: WARM_UP_STEP_S });
    settled = serverCpu > least * STILL_FALLING ? settled + 1 : 0;
    least = Math.min(least, serverCpu);
  }
}

/** Sends requests for some seconds and says what each cost: times in milliseconds, memory in bytes. */
export async function measure({ program, database, next, connections, amount, seconds }) {
  program.forgetPeak();
  const before = { server: program.cpu(), ...(await database.used()), rss: program.rss(), load: process.cpuUsage() };
  const result = await autocannon({
    url: program.url,
    connections,
    ...(amount ? { amount } : { duration: seconds }),
    timeout: 60,
    requests: [
      {
        setupRequest: (request) => ({ ...request, ...next() }),
        ...(next.answered && { onResponse: (_status, body) => next.answered(body) }),
      },
    ],
  });
  const load = process.cpuUsage(before.load);
  const count = result['2xx'];
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${program.name}: ${result.non2xx} answers were not 2xx, ${result.errors} errors`);
  const used = await database.used();
  const serverCpu = (program.cpu() - before.server) / count;
  const databaseCpu = (used.cpu - before.cpu) / count;
  return {
    requestsPerSecond: count / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    serverCpu,
    databaseCpu,
    cpu: serverCpu + databaseCpu,
    loadCpu: (load.user + load.system) / 1_000 / count,
    statements: (used.statements - before.statements) / count,
    rss: program.rss(),
    extraMemory: Math.max(0, program.peak() - before.rss),
  };
}

/** The middle of several measurements, number by number. */
function medianOf(measurements) {
  const names = Object.keys(measurements[0]);
  return Object.fromEntries(names.map((name) => [name, median(measurements.map((each) => each[name]))]));
}

function median(list) {
  const sorted = list.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Numbers the requests over all runs, so that none is made twice. */
export function continuing(next) {
  let index = -1;
  const numbered = () => {
    index += 1;
    return next(index);
  };
  return Object.assign(numbered, { answered: next.answered });
}
