export type JournalKind = 'http' | 'frame-in' | 'frame-out' | 'push' | 'drop' | 'event' | 'note' | 'fault';
export type Entry = {
  readonly n: number;
  readonly at: number;
  readonly kind: JournalKind;
  readonly [fact: string]: unknown;
};

/** What happened, for assertions and for the curious. The newest 20,000 lines; secrets and tokens are masked by whoever writes. */
export class Journal {
  readonly #now: () => number;
  #entries: Entry[] = [];
  #next = 1;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(kind: JournalKind, facts: Readonly<Record<string, unknown>>): void {
    this.#entries.push({ ...facts, n: this.#next, at: this.#now(), kind });
    this.#next += 1;
    if (this.#entries.length > 20_000) this.#entries = this.#entries.slice(-15_000);
  }

  after(n: number, kind?: string): readonly Entry[] {
    return this.#entries.filter((entry) => entry.n > n && (kind === undefined || entry.kind === kind));
  }
}
