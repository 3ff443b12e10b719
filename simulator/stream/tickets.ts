import { randomBytes } from 'node:crypto';
import type { World } from '../world/world.ts';

export type Subscription = { readonly type: string; readonly topic: string };
export type Ticket = {
  readonly clientId: string;
  readonly subscriptions: readonly Subscription[];
  readonly until: number;
};

const ticketMs = 90_000;

/** Tickets for streams: ninety seconds, one connection. */
export class Tickets {
  readonly #world: World;
  readonly #tickets = new Map<string, Ticket>();

  constructor(world: World) {
    this.#world = world;
  }

  issue(clientId: string, subscriptions: readonly Subscription[]): string {
    const name = randomBytes(18).toString('base64');
    this.#tickets.set(name, { clientId, subscriptions, until: this.#world.now() + ticketMs });
    return name;
  }

  redeem(address: string): Ticket | undefined {
    const { pathname, searchParams } = new URL(address, 'http://x');
    // some SDKs send the ticket unencoded: a plus sign then arrives as a blank
    const name = (searchParams.get('ticket') ?? '').replaceAll(' ', '+');
    const ticket = pathname === '/connect' ? this.#tickets.get(name) : undefined;
    this.#tickets.delete(name);
    const isRefused = (this.#world.faults.handshake401Until ?? 0) > this.#world.now();
    return ticket && !isRefused && ticket.until >= this.#world.now() ? ticket : undefined;
  }
}
