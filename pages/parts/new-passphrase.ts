import type { Strength } from '../crypto/strength.js';
import { suggestedPassphrase } from '../crypto/suggestion.js';
import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { button } from './button.js';
import { PassphraseField } from './passphrase.js';

const QUIET_MS = 150;

/** Two fields for a new passphrase, how strong it is, and words for whom none comes to mind. */
export class NewPassphrase {
  private readonly meter = element('meter', { min: 0, max: 5, low: 3, high: 4, optimum: 5, value: 0, hidden: true });
  private readonly verdict = element('span', {});
  private readonly hint = element('p', { class: 'hint', 'aria-live': 'polite' }, this.verdict, this.meter);
  private readonly first = new PassphraseField(texts.passphrase.choose, 'new-password', this.hint);
  private readonly second = new PassphraseField(texts.passphrase.repeat, 'new-password');
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly node = element(
    'div',
    { class: 'new-passphrase' },
    this.first.node,
    button(texts.passphrase.suggest, () => this.suggest(), 'quiet'),
    this.second.node,
  );

  /** @param known texts that somebody would try first */
  constructor(private readonly known: readonly string[]) {
    this.verdict.textContent = texts.passphrase.hint;
    this.meter.setAttribute('aria-label', texts.passphrase.strength);
    this.first.input.addEventListener('focus', () => void loadStrength().catch(() => undefined), { once: true });
    this.first.input.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.measure().catch(() => undefined), QUIET_MS);
    });
  }

  /** The passphrase, or undefined when it said what is wrong with it. */
  async read(): Promise<string | undefined> {
    const passphrase = this.first.value;
    if (passphrase === '') return void this.first.say(texts.passphrase.missing);
    const strength = await this.measure().catch(() => undefined);
    if (!strength) return void this.first.say(texts.passphrase.notMeasured);
    if (!strength.isEnough) return void this.first.say(texts.passphrase.tooWeak);
    if (this.second.value === '') return void this.second.say(texts.passphrase.missingRepeat);
    if (this.second.value !== passphrase) return void this.second.say(texts.passphrase.different);
    return passphrase;
  }

  private suggest(): void {
    this.first.input.value = suggestedPassphrase();
    this.first.show(true);
    this.first.say('');
    this.second.input.value = '';
    void this.measure().catch(() => undefined);
    this.second.input.focus();
  }

  private async measure(): Promise<Strength> {
    const { strengthOf } = await loadStrength();
    const passphrase = this.first.value;
    const strength = strengthOf(passphrase, this.known);
    this.meter.hidden = passphrase === '';
    this.meter.value = strength.score + 1;
    this.verdict.textContent = passphrase === '' ? texts.passphrase.hint : this.verdictOn(strength);
    return strength;
  }

  private verdictOn({ score, isEnough }: Strength): string {
    const { weak, nearly, strong } = texts.passphrase.verdicts;
    if (isEnough) return strong;
    return score >= 3 ? nearly : weak;
  }
}

function loadStrength() {
  return import('../crypto/strength.js');
}
