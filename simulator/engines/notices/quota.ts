import { createHash } from 'node:crypto';

/** Why a work notice never reaches somebody although the call said ok. */
export type Dropped = 'over-500-a-day' | 'same-content-today' | 'over-5000-a-minute';

const PER_PERSON_A_DAY = 500;
const RECEIVERS_A_MINUTE = 5000;
const HOUR = 3_600_000;

/** DingTalk's day is China's day. */
const day = (at: number): number => Math.floor((at + 8 * HOUR) / (24 * HOUR));
const minute = (at: number): number => Math.floor(at / 60_000);

/** Counts what one app sent to whom, and drops silently, as DingTalk does. */
export class NoticeQuota {
  #day = Number.NaN;
  #minute = Number.NaN;
  #thisMinute = 0;
  readonly #received = new Map<string, number>();
  readonly #contents = new Set<string>();

  take(userId: string, content: string, at: number): Dropped | undefined {
    this.#turn(at);
    const received = this.#received.get(userId) ?? 0;
    const print = `${userId} ${createHash('sha256').update(content).digest('hex')}`;
    if (this.#thisMinute >= RECEIVERS_A_MINUTE) return 'over-5000-a-minute';
    if (received >= PER_PERSON_A_DAY) return 'over-500-a-day';
    if (this.#contents.has(print)) return 'same-content-today';
    this.#thisMinute++;
    this.#received.set(userId, received + 1);
    this.#contents.add(print);
    return undefined;
  }

  #turn(at: number): void {
    if (minute(at) !== this.#minute) {
      this.#minute = minute(at);
      this.#thisMinute = 0;
    }
    if (day(at) === this.#day) return;
    this.#day = day(at);
    this.#received.clear();
    this.#contents.clear();
  }
}
