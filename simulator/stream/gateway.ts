import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { World } from '../world/world.ts';
import { EventPost } from './event-post.ts';
import type { Headers } from './frames.ts';
import { Lines } from './lines.ts';
import { type Subscription, Tickets } from './tickets.ts';

/** The stream gateway: tickets, lines, events that are sent again and callbacks that are not. */
export class Gateway {
  readonly #world: World;
  readonly #tickets: Tickets;
  readonly #lines: Lines;
  readonly #events: EventPost;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #pinger: NodeJS.Timeout;

  constructor(world: World, pingMs = 20_000) {
    this.#world = world;
    this.#tickets = new Tickets(world);
    this.#lines = new Lines(world);
    this.#events = new EventPost(world, this.#lines);
    this.#pinger = setInterval(() => this.#lines.ping(), pingMs);
    this.#pinger.unref();
  }

  openTicket(clientId: string, subscriptions: readonly Subscription[]) {
    const endpoint = `${this.#world.url.replace('http', 'ws')}/connect`;
    return { endpoint, ticket: this.#tickets.issue(clientId, subscriptions) };
  }

  /** The upgrade of a socket: an unknown, used or old ticket is 401. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = this.#tickets.redeem(request.url ?? '/');
    if (ticket) {
      this.#server.handleUpgrade(request, socket, head, (ws) => this.#lines.join(ws, socket, ticket));
      return;
    }
    this.#world.journal.add('http', { path: '/connect', status: 401 });
    socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  }

  connections(clientId: string): number {
    return this.#lines.count(clientId);
  }

  sendDisconnect(clientId: string, closeAfterMs?: number): void {
    this.#lines.sayFarewell(clientId, closeAfterMs);
  }

  emitEvent(corpId: string, eventType: string, data: object): void {
    this.#events.emit(corpId, eventType, data);
  }

  failedOf(clientId: string) {
    return this.#events.failedOf(clientId);
  }

  /** A callback and the data of its answer; undefined when nobody answered in time. Not repeated, unless the knob says so. */
  async pushCallback(clientId: string, topic: string, data: object): Promise<unknown> {
    const app = this.#world.app(clientId);
    if (!app) return undefined;
    app.quota.push += 1;
    const push = () => this.#lines.push(clientId, 'CALLBACK', topic, {}, data);
    const ack = await push();
    const wait = this.#world.faults.retryCallbacksAfterMs;
    if (!ack && wait) this.#world.clock.after(wait, () => void push());
    return ack?.code === 200 ? ack.data : undefined;
  }

  /** Any frame, also nonsense, for the admin API; how many of the copies were answered. */
  async pushRaw(
    clientId: string,
    type: string,
    topic: string,
    headers: Headers,
    data: unknown,
    copies: number,
  ): Promise<number> {
    const push = () => this.#lines.push(clientId, type, topic, headers, data);
    const acks = await Promise.all(Array.from({ length: copies }, push));
    return acks.filter((ack) => ack !== undefined).length;
  }

  close(): void {
    clearInterval(this.#pinger);
    this.#lines.close();
    this.#server.close();
  }
}
