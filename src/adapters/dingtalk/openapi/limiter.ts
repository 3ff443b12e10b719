import type { Lane } from '#src/ports/messenger.ts';

type Waiter = { readonly lane: Lane; readonly go: () => void };
const order: readonly Lane[] = ['now', 'soon', 'optional'];

/** A token bucket per API of one application: so many calls a second, the urgent ones first; a pause holds everybody back. */
export class Limiter {
  readonly #perSecond: number;
  readonly #buckets = new Map<
    string,
    { tokens: number; at: number; readonly waiting: Waiter[]; timer: NodeJS.Timeout | undefined }
  >();
  #pausedUntil = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Resolves when the call may go. */
  turn(api: string, lane: Lane): Promise<void> {
    const bucket = this.#buckets.get(api) ?? { tokens: this.#perSecond, at: Date.now(), waiting: [], timer: undefined };
    this.#buckets.set(api, bucket);
    return new Promise((resolve) => {
      bucket.waiting.push({ lane, go: resolve });
      this.#serve(api);
    });
  }

  /** Everybody waits: DingTalk said that it is too much. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + ms);
  }

  #serve(api: string): void {
    const bucket = this.#buckets.get(api);
    if (!bucket) return;
    const now = Date.now();
    bucket.tokens = Math.min(this.#perSecond, bucket.tokens + ((now - bucket.at) / 1000) * this.#perSecond);
    bucket.at = now;
    while (bucket.waiting.length > 0 && bucket.tokens >= 1 && now >= this.#pausedUntil) {
      const first =
        order.map((lane) => bucket.waiting.findIndex((one) => one.lane === lane)).find((index) => index >= 0) ?? 0;
      bucket.tokens -= 1;
      bucket.waiting.splice(first, 1)[0]?.go();
    }
    if (bucket.waiting.length === 0 || bucket.timer) return;
    const wait = Math.max(this.#pausedUntil - now, (1 - bucket.tokens) / (this.#perSecond / 1000), 5);
    bucket.timer = setTimeout(() => {
      bucket.timer = undefined;
      this.#serve(api);
    }, wait);
  }
}
