import { Problem } from '../../platform/http/problem.js';

/** Events that were asked for are kept no longer: reading goes on after a later one. */
export class EventsGoneError extends Problem {
  /** @param after sequence number of the last event that is gone */
  constructor(readonly after: number) {
    super(410, 'gone', `Events up to ${after} are kept no longer: go on with after=${after}`, { after });
  }
}
