import { Unreachable } from '#src/domain/refused.ts';
import type { Lane } from '#src/ports/messenger.ts';

type Waiter = { readonly lane: Lane; readonly go: () => void; readonly giveUp: (error: Error) => void };
type Bucket = { tokens: number; at: number; pausedUntil: number; waiting: Waiter[]; timer: NodeJS.Timeout | undefined };

const order: readonly Lane[] = ['now', 'soon', 'optional'];
/** Longer than this nobody waits in line: the caller hears "not now" and comes back by itself. */
const patienceMs = 10_000;

/**
 * DingTalk punishes an address, not an application: everybody who speaks from this machine holds back together. Times are of the clock that only
 * goes forward, so that nobody waits an hour because somebody set the other one.
 */
export class Egress {
  pausedUntil = 0;
}

/** A token bucket per API of one application: so many calls a second, the urgent ones first. A pause holds back one API, or all. */
export class Limiter {
  readonly #perSecond: number;
  readonly #egress: Egress;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number, egress: Egress = new Egress()) {
    this.#perSecond = perSecond;
    this.#egress = egress;
  }

  /** Resolves when the call may go. Throws Unreachable when DingTalk wants a longer rest than anybody should wait for. */
  turn(api: string, lane: Lane): Promise<void> {
    const bucket = this.#bucket(api);
    return new Promise((go, giveUp) => {
      bucket.waiting.push({ lane, go, giveUp });
      this.#serve(bucket);
    });
  }

  /** This API rests: DingTalk said that it is too much. */
  pause(api: string, ms: number): void {
    const bucket = this.#bucket(api);
    bucket.pausedUntil = Math.max(bucket.pausedUntil, performance.now() + ms);
    this.#serve(bucket);
  }

  /** Everything from this machine rests. */
  pauseAll(ms: number): void {
    this.#egress.pausedUntil = Math.max(this.#egress.pausedUntil, performance.now() + ms);
    for (const bucket of this.#buckets.values()) this.#serve(bucket);
  }

  #bucket(api: string): Bucket {
    const found = this.#buckets.get(api);
    if (found) return found;
    const fresh = { tokens: this.#perSecond, at: performance.now(), pausedUntil: 0, waiting: [], timer: undefined };
    this.#buckets.set(api, fresh);
    return fresh;
  }

  #serve(bucket: Bucket): void {
    const now = performance.now();
    bucket.tokens = Math.min(this.#perSecond, bucket.tokens + ((now - bucket.at) / 1000) * this.#perSecond);
    bucket.at = now;
    const rest = Math.max(bucket.pausedUntil, this.#egress.pausedUntil) - now;
    if (rest > patienceMs) return this.#sendAway(bucket);
    while (bucket.waiting.length > 0 && bucket.tokens >= 1 && rest <= 0) {
      bucket.tokens -= 1;
      bucket.waiting.splice(mostUrgent(bucket.waiting), 1)[0]?.go();
    }
    if (bucket.waiting.length === 0 || bucket.timer) return;
    const wait = Math.max(rest, (1 - bucket.tokens) / (this.#perSecond / 1000), 5);
    bucket.timer = setTimeout(() => {
      bucket.timer = undefined;
      this.#serve(bucket);
    }, wait);
  }

  #sendAway(bucket: Bucket): void {
    for (const { giveUp } of bucket.waiting.splice(0))
      giveUp(new Unreachable('dingtalk.unreachable', 'DingTalk asked for a rest; come back later'));
  }
}

const mostUrgent = (waiting: readonly Waiter[]): number =>
  order.map((lane) => waiting.findIndex((one) => one.lane === lane)).find((index) => index >= 0) ?? 0;
