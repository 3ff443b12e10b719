import { randomBytes } from 'node:crypto';
import type { World } from '../world/world.ts';

type Token = { readonly value: string; readonly clientId: string; until: number };

/** Application tokens: the same one inside its time, which asking again renews. */
export class Tokens {
  readonly #world: World;
  readonly #byApp = new Map<string, Token>();

  constructor(world: World) {
    this.#world = world;
  }

  issue(clientId: string): { readonly token: string; readonly expiresIn: number } {
    const expiresIn = this.#world.faults.tokenExpiresInS ?? 7_200;
    const now = this.#world.now();
    const known = this.#byApp.get(clientId);
    const token = known && known.until > now ? known : { value: randomBytes(16).toString('hex'), clientId, until: 0 };
    token.until = now + expiresIn * 1000;
    this.#byApp.set(clientId, token);
    return { token: token.value, expiresIn };
  }

  clientOf(value: string): string | undefined {
    for (const token of this.#byApp.values())
      if (token.value === value && token.until > this.#world.now()) return token.clientId;
    return undefined;
  }

  /** The weather: every token dies at once. */
  expireAll(): void {
    this.#byApp.clear();
  }
}
