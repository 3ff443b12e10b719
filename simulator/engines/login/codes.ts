import { randomBytes } from 'node:crypto';

/** Who a code stands for, and to which app of which corp it was given. */
export type Bearer = { readonly corpId: string; readonly clientId: string; readonly userId: string };

/** What redeeming a code can end in: the person, or why not. */
export type Redeemed = { readonly bearer: Bearer } | { readonly why: 'unknown' | 'expired' };

const CODE_MS = 5 * 60_000;

/** Codes live five minutes and are good once, for the app they were given to. */
export class LoginCodes {
  readonly #codes = new Map<string, Bearer & { readonly until: number }>();

  issue(bearer: Bearer, now: number): string {
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, { ...bearer, until: now + CODE_MS });
    return code;
  }

  /** A code shown by another app is unknown to it, and stays good for its own. */
  redeem(code: string, clientId: string, now: number): Redeemed {
    const found = this.#codes.get(code);
    if (found === undefined || found.clientId !== clientId) return { why: 'unknown' };
    this.#codes.delete(code);
    if (now > found.until) return { why: 'expired' };
    const { corpId, userId } = found;
    return { bearer: { corpId, clientId, userId } };
  }
}
