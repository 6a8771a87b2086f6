/** As many values as there is room for; those that were not asked for longest go first. */
export class Recent<Value> {
  private readonly room: number;
  private readonly sizeOf: (value: Value) => number;
  private readonly values = new Map<string, Value>();
  private taken = 0;

  constructor(room: number, sizeOf: (value: Value) => number = () => 1) {
    this.room = room;
    this.sizeOf = sizeOf;
  }

  get(key: string): Value | undefined {
    const value = this.values.get(key);
    if (value === undefined) return undefined;
    // A map keeps the order of insertion.
    this.values.delete(key);
    this.values.set(key, value);
    return value;
  }

  put(key: string, value: Value): void {
    this.remove(key);
    if (this.sizeOf(value) > this.room) return;
    this.values.set(key, value);
    this.taken += this.sizeOf(value);
    for (const oldest of this.values.keys()) {
      if (this.taken <= this.room) return;
      this.remove(oldest);
    }
  }

  private remove(key: string): void {
    const value = this.values.get(key);
    if (value === undefined) return;
    this.values.delete(key);
    this.taken -= this.sizeOf(value);
  }
}
