import type { KeyHistory } from '../../onboarding/keys/key-history.js';
import { oneLine } from '../../messaging/mail/one-line.js';
import type { WaitingMember } from './answers.js';
import type { ConfirmerLog } from './confirmer-log.js';
import type { Objection } from './judgement.js';
import type { Refusal } from './server.js';

/** Reasons that an admin should look into. */
const WARNED_OF: ReadonlySet<Objection['reason']> = new Set(['key_changed', 'not_in_key_log', 'unusable_key']);

/** Tells what was decided about each person; of those who wait, once as long as it stays the same. */
export class Decisions {
  private readonly told = new Map<string, string>();
  /** People whose keys nothing can be encrypted for. */
  private readonly unusable = new Map<string, WaitingMember>();

  constructor(private readonly log: ConfirmerLog) {}

  confirmed(member: WaitingMember, keyVersion: number, fingerprint: readonly string[]): true {
    const fields = { ...about(member), keyVersion, fingerprint: fingerprint.join(' ') };
    this.log.write('info', 'confirmed', fields, `confirmed, ${fields.fingerprint}`);
    return true;
  }

  wouldConfirm(member: WaitingMember): true {
    if (this.isNew(member, 'would_confirm'))
      this.log.write('info', 'would_confirm', about(member), 'would be confirmed: this is a dry run');
    return true;
  }

  left(member: WaitingMember, { reason, text, isPassing = false }: Objection): void {
    if (reason === 'unusable_key') this.unusable.set(member.id, member);
    if (!this.isNew(member, reason)) return;
    const level = WARNED_OF.has(reason) ? 'warn' : 'info';
    this.log.write(level, isPassing ? 'waits' : 'left', { ...about(member), reason }, text);
  }

  failed(member: WaitingMember, { status, reason, message }: Refusal): false {
    this.log.write('error', 'failed', { ...about(member), status, ...(reason && { reason }) }, message);
    return false;
  }

  rotated({ version, recipient }: NonNullable<KeyHistory['organizationKey']>): void {
    const fields = { keyVersion: version, organizationRecipient: recipient };
    this.log.write('warn', 'key_rotated', fields, `the organization's key is version ${version} now, ${recipient}`);
  }

  /** The last line: who is left because of a key that is none. */
  ended(): void {
    const unusable = [...this.unusable.values()].map(({ id, address }) => ({ member: id, address }));
    const names = unusable.map(({ member, address }) => `${oneLine(address ?? '-')} (${member})`).join(', ');
    if (unusable.length === 0) this.log.write('info', 'ended', {}, 'ended');
    else
      this.log.write(
        'warn',
        'ended',
        { unusable },
        `ended; left for an admin, because their keys cannot be used: ${names}`,
      );
  }

  /** Forgets those who no longer wait. */
  forgetAllBut(waiting: readonly WaitingMember[]): void {
    const ids = new Set(waiting.map(({ id }) => id));
    for (const id of this.told.keys()) if (!ids.has(id)) this.told.delete(id);
    for (const id of this.unusable.keys()) if (!ids.has(id)) this.unusable.delete(id);
  }

  private isNew({ id, recipient }: WaitingMember, what: string): boolean {
    const now = `${what} ${recipient}`;
    if (this.told.get(id) === now) return false;
    this.told.set(id, now);
    return true;
  }
}

function about({ id, address, recipient }: WaitingMember) {
  return { member: id, address, recipient };
}
