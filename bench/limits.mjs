/**
 * What a measurement shall show: a measure of one contestant, as a multiple of another's where `to` names one.
 * @typedef {{of: string, to?: string, measure: string, atMost?: number, atLeast?: number}} Limit
 */

/** The result of a scenario, each limit with what it came to. @param {Limit[]} limits */
export function judged(scenario, measured, limits = []) {
  return {
    scenario,
    measured,
    limits: limits.filter(({ to }) => !to || measured[to]).map((limit) => judge(measured, limit)),
  };
}

function judge(measured, limit) {
  const { of, to, measure, atMost = Infinity, atLeast = -Infinity } = limit;
  const value = measured[of][measure] / (to ? measured[to][measure] : 1);
  return { ...limit, value, holds: value <= atMost && value >= atLeast };
}
