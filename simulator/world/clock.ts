type Alarm = { readonly due: number; readonly ring: () => void };

/**
 * The time of the pretend world. Running: it goes as ours does, but can be pushed ahead. Standing: it moves only when pushed.
 * Alarms ring in the order they fall due, each at its own time.
 */
export class WorldClock {
  readonly #standing: boolean;
  #ahead = 0;
  #at: number;
  #alarms: Alarm[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(start: 'real' | number) {
    this.#standing = start !== 'real';
    this.#at = start === 'real' ? 0 : start;
  }

  get kind(): 'real' | 'fake' {
    return this.#standing ? 'fake' : 'real';
  }

  now(): number {
    return this.#standing ? this.#at : Date.now() + this.#ahead;
  }

  /** Calls back after so many milliseconds of this world; gives the way to call it off. */
  after(ms: number, ring: () => void): () => void {
    const alarm = { due: this.now() + ms, ring };
    this.#alarms.push(alarm);
    this.#alarms.sort((one, other) => one.due - other.due);
    this.#arm();
    return () => {
      this.#alarms = this.#alarms.filter((one) => one !== alarm);
    };
  }

  advance(ms: number): void {
    const until = this.now() + ms;
    for (let next = this.#alarms[0]; next && next.due <= until; next = this.#alarms[0]) {
      this.#move(Math.max(next.due, this.now()));
      this.#alarms.shift();
      next.ring();
    }
    this.#move(until);
    this.#arm();
  }

  set(at: number): void {
    if (at > this.now()) this.advance(at - this.now());
    else this.#move(at);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#alarms = [];
  }

  #move(to: number): void {
    if (this.#standing) this.#at = to;
    else this.#ahead = to - Date.now();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const [next] = this.#alarms;
    if (this.#standing || !next) return;
    this.#timer = setTimeout(() => this.#ringDue(), Math.max(0, next.due - this.now()));
    this.#timer.unref();
  }

  #ringDue(): void {
    for (let next = this.#alarms[0]; next && next.due <= this.now(); next = this.#alarms[0]) {
      this.#alarms.shift();
      next.ring();
    }
    this.#arm();
  }
}
