import { Pins } from '../pins.js';
import type { AdminDesk } from './admin-desk.js';
import { confirmations } from './confirmations.js';
import { rotation } from './rotation.js';

/** Who waits, and the change of the organization's key. */
export function showAdmin(place: HTMLElement, desk: AdminDesk): void {
  const pins = new Pins(desk.me.organization.id);
  place.replaceChildren(confirmations(desk, pins), rotation(desk, pins));
}
