import { randomBytes } from 'node:crypto';

const LIFE_MS = 2 * 3_600_000;
const LONGEST_MS = 24 * 3_600_000;

type Ticket = { readonly value: string; readonly born: number; readonly until: number };

/** JSAPI tickets: asking again gives the same one, renewed, until it is a day old. */
export class JsapiTickets {
  readonly #tickets = new Map<string, Ticket>();

  for(clientId: string, now: number): { jsapiTicket: string; expireIn: number } {
    const held = this.#tickets.get(clientId);
    const alive = held !== undefined && now < held.until && now - held.born < LONGEST_MS;
    const born = alive ? held.born : now;
    const ticket: Ticket = {
      value: alive ? held.value : randomBytes(32).toString('hex'),
      born,
      until: Math.min(now + LIFE_MS, born + LONGEST_MS),
    };
    this.#tickets.set(clientId, ticket);
    return { jsapiTicket: ticket.value, expireIn: Math.floor((ticket.until - now) / 1000) };
  }

  current(clientId: string, now: number): string | undefined {
    const held = this.#tickets.get(clientId);
    return held !== undefined && now < held.until ? held.value : undefined;
  }
}
