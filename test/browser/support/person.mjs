import { join } from 'node:path';

/** As long as a machine may take that has other work on all of its cores. */
const PATIENCE_MS = 90_000;

/** Somebody at a browser of their own. */
export class Person {
  /** @param complaints what the browser complained of, beside answers that are no success: those are told on the page */
  constructor(context, page, complaints = []) {
    this.context = context;
    this.page = page;
    this.complaints = complaints;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      const isAnswer = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !isAnswer) this.complaints.push(message.text());
    });
  }

  static async sitsDown(browser, options = {}) {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    return new Person(context, await context.newPage());
  }

  /** Another tab of the same browser. */
  async opensTab() {
    return new Person(this.context, await this.context.newPage(), this.complaints);
  }

  goTo(url) {
    return this.page.goto(url);
  }

  /** Waits for the heading of a view. */
  async sees(title) {
    await this.page.getByRole('heading', { level: 1, name: title }).waitFor();
  }

  async reads(text) {
    await this.page.getByText(text).first().waitFor();
  }

  /** Only a page in front is sure to be drawn, and a button that is not is never still. */
  async press(name) {
    await this.page.bringToFront();
    await this.page.getByRole('button', { name }).first().click();
  }

  async follows(name) {
    await this.page.bringToFront();
    await this.page.getByRole('link', { name, exact: true }).click();
  }

  /** Copies a value by the button beside it. @returns what can be pasted then */
  async copies(label) {
    const shown = await this.page.getByLabel(label, { exact: true }).last().inputValue();
    await this.press(`Copy: ${label}`);
    await this.page.waitForFunction(async (text) => (await navigator.clipboard.readText()) === text, shown);
    return shown;
  }

  /** The six words under a label. */
  async words(label) {
    const list = this.page.getByRole('list', { name: label });
    await list.waitFor();
    return (await list.getByRole('listitem').allTextContents()).join(' ');
  }

  async choose(passphrase, again = passphrase, button = 'Make my key and join') {
    await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await this.page.getByLabel('The same passphrase again').fill(again);
    await this.press(button);
  }

  async enter(passphrase, button) {
    await this.page.getByLabel('Your passphrase').fill(passphrase);
    await this.press(button);
  }

  /** Takes a picture where SHOTS names a folder. */
  async look(name) {
    const { SHOTS } = process.env;
    if (!SHOTS) return;
    await this.page.evaluate(() => window.scrollTo(0, 0));
    await this.page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  }

  /** Gets answers of one's own to a part of the API. @returns how to end that */
  async answer(part, respond) {
    const pattern = `**/api/v1/organizations/**/${part}`;
    await this.page.route(pattern, respond);
    return () => this.page.unroute(pattern, respond);
  }

  /** How the API answers this browser. */
  statuses({ url, id }) {
    const parts = { me: '/me', key: '/me/key', log: '/key-log', members: '/members' };
    const paths = Object.entries(parts).map(([name, part]) => [name, `${url}/api/v1/organizations/${id}${part}`]);
    return this.page.evaluate(async (all) => {
      const statuses = {};
      for (const [name, path] of all) statuses[name] = (await fetch(path)).status;
      return statuses;
    }, paths);
  }

  leave() {
    return this.context.close();
  }
}
