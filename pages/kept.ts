/** Something that a reload of the tab shall not lose. Never a secret in the clear. */
export class Kept<Value> {
  constructor(private readonly name: string) {}

  get(): Value | undefined {
    const text = sessionStorage.getItem(this.name);
    return text === null ? undefined : (JSON.parse(text) as Value);
  }

  set(value: Value): void {
    sessionStorage.setItem(this.name, JSON.stringify(value));
  }

  forget(): void {
    sessionStorage.removeItem(this.name);
  }
}
