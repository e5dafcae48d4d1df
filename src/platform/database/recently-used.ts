/** Keeps so many values by name: those that were used last. */
export class RecentlyUsed<Value extends object> {
  private readonly values = new Map<string, Value>();

  /** @param forget what to do with a value that goes */
  constructor(
    private readonly size: number,
    private readonly forget: (value: Value) => void = () => undefined,
  ) {}

  get(name: string): Value | undefined {
    const value = this.values.get(name);
    if (value) this.keep(name, value);
    return value;
  }

  set(name: string, value: Value): void {
    this.keep(name, value);
    if (this.values.size <= this.size) return;
    const [oldest] = this.values;
    this.values.delete(oldest![0]);
    this.forget(oldest![1]);
  }

  private keep(name: string, value: Value): void {
    this.values.delete(name);
    this.values.set(name, value);
  }
}
