import { randomBytes } from 'node:crypto';
import type { Conversation } from '../world/types.ts';
import type { World } from '../world/world.ts';

export type Session = { readonly clientId: string; readonly conversation: Conversation; readonly until: number };

const ninetyMinutes = 5_400_000;

/** The addresses that come with messages. Each is a bearer secret: whoever has it speaks as the robot there for ninety minutes. */
export class Sessions {
  readonly #world: World;
  readonly #sessions = new Map<string, Session>();

  constructor(world: World) {
    this.#world = world;
  }

  open(clientId: string, conversation: Conversation): { readonly address: string; readonly until: number } {
    const name = randomBytes(16).toString('hex');
    const until = this.#world.now() + ninetyMinutes;
    this.#sessions.set(name, { clientId, conversation, until });
    return { address: `${this.#world.url}/robot/sendBySession?session=${name}`, until };
  }

  get(name: string): Session | undefined {
    const session = this.#sessions.get(name);
    return session && session.until >= this.#world.now() ? session : undefined;
  }
}
