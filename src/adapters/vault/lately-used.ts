/** A small memory: what was not asked for longest goes first, and nothing stays longer than its time. */
export class LatelyUsed<Value> {
  readonly #kept = new Map<string, { readonly value: Value; readonly until: number }>();
  readonly #most: number;
  readonly #ms: number;
  readonly #now: () => number;

  constructor({ most = 2_000, ms = 60_000, now = () => performance.now() } = {}) {
    this.#most = most;
    this.#ms = ms;
    this.#now = now;
  }

  get(name: string): Value | undefined {
    const found = this.#kept.get(name);
    if (!found) return undefined;
    this.#kept.delete(name);
    if (found.until <= this.#now()) return undefined;
    this.#kept.set(name, found);
    return found.value;
  }

  set(name: string, value: Value): void {
    this.#kept.delete(name);
    this.#kept.set(name, { value, until: this.#now() + this.#ms });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) return;
      this.#kept.delete(oldest);
    }
  }

  clear(): void {
    this.#kept.clear();
  }
}
