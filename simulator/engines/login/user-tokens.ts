import { randomBytes } from 'node:crypto';
import type { Bearer } from './codes.ts';

const ACCESS_MS = 7200 * 1000;
const REFRESH_MS = 30 * 24 * 3_600_000;

export type TokenPair = { readonly accessToken: string; readonly refreshToken: string; readonly expireIn: number };

type Held = { readonly bearer: Bearer; readonly until: number };

/** Tokens of people who logged in with a browser outside DingTalk. */
export class UserTokens {
  readonly #access = new Map<string, Held>();
  readonly #refresh = new Map<string, Held>();

  issue(bearer: Bearer, now: number): TokenPair {
    const accessToken = randomBytes(20).toString('hex');
    const refreshToken = randomBytes(20).toString('hex');
    this.#access.set(accessToken, { bearer, until: now + ACCESS_MS });
    this.#refresh.set(refreshToken, { bearer, until: now + REFRESH_MS });
    return { accessToken, refreshToken, expireIn: ACCESS_MS / 1000 };
  }

  /** A refresh token is used up by refreshing. */
  refresh(refreshToken: string, clientId: string, now: number): (TokenPair & { bearer: Bearer }) | undefined {
    const held = this.#refresh.get(refreshToken);
    if (held === undefined || held.bearer.clientId !== clientId || now > held.until) return undefined;
    this.#refresh.delete(refreshToken);
    return { ...this.issue(held.bearer, now), bearer: held.bearer };
  }

  whose(accessToken: string, now: number): Bearer | undefined {
    const held = this.#access.get(accessToken);
    return held !== undefined && now <= held.until ? held.bearer : undefined;
  }
}
