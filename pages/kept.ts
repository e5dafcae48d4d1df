/** Something that a reload of the tab shall not lose, or with `localStorage` its end. Never a secret in the clear. */
export class Kept<Value> {
  constructor(
    private readonly name: string,
    private readonly storage: Storage = sessionStorage,
  ) {}

  get(): Value | undefined {
    const text = this.storage.getItem(this.name);
    return text === null ? undefined : (JSON.parse(text) as Value);
  }

  set(value: Value): void {
    this.storage.setItem(this.name, JSON.stringify(value));
  }

  forget(): void {
    this.storage.removeItem(this.name);
  }
}
