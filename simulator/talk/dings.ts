import { randomUUID } from 'node:crypto';
import type { World } from '../world/world.ts';

export type Ding = {
  readonly openDingId: string;
  readonly corpId: string;
  readonly clientId: string;
  readonly users: readonly string[];
  readonly type: number;
  readonly content: string;
  readonly voice?: string;
  readonly at: number;
  recalled: boolean;
};

/** DINGs: in the app, by SMS, by phone. */
export class Dings {
  readonly #world: World;
  readonly #all: Ding[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  send(
    corpId: string,
    clientId: string,
    users: readonly string[],
    type: number,
    content: string,
    voice: string | undefined,
  ) {
    const reached = users.filter((user) => this.#world.person(corpId, user)?.active);
    const missing = users.filter((user) => !reached.includes(user));
    const ding: Ding = {
      openDingId: randomUUID(),
      corpId,
      clientId,
      users: reached,
      type,
      content,
      at: this.#world.now(),
      recalled: false,
      ...(voice ? { voice } : {}),
    };
    this.#all.push(ding);
    for (const userId of reached) this.#world.changed('ding', { corpId, userId });
    return { openDingId: ding.openDingId, failedList: missing.length > 0 ? { notInOrg: missing } : {} };
  }

  recall(openDingId: string): string {
    for (const ding of this.#all) if (ding.openDingId === openDingId) ding.recalled = true;
    return openDingId;
  }

  of(corpId: string, userId: string): readonly Ding[] {
    return this.#all.filter((ding) => ding.corpId === corpId && ding.users.includes(userId) && !ding.recalled);
  }
}
