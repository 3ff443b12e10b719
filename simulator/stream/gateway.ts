import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { App } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { sendEncrypted } from './http-callback.ts';

type Subscription = { readonly type: string; readonly topic: string };
type Line = {
  readonly id: string;
  readonly clientId: string;
  readonly subscriptions: readonly Subscription[];
  readonly socket: WebSocket;
  silent: boolean;
  deaf: boolean;
};
type Ticket = { readonly clientId: string; readonly subscriptions: readonly Subscription[]; readonly until: number };
type Waiting = { readonly resolve: (ack: Ack | undefined) => void };
type Ack = { readonly code: number; readonly data: unknown };
type Failed = { readonly at: number; readonly body: object };

const ackMs = 3_000;
const ticketMs = 90_000;

/** The stream gateway: tickets, sockets, pushes with their answers, and the retries that events get and messages do not. */
export class Gateway {
  readonly #world: World;
  readonly #tickets = new Map<string, Ticket>();
  readonly #lines = new Set<Line>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #failed = new Map<string, Failed[]>();
  readonly #pinger: NodeJS.Timeout;
  #held: (() => void) | undefined;

  constructor(world: World, pingMs = 20_000) {
    this.#world = world;
    this.#pinger = setInterval(() => this.#ping(), pingMs);
    this.#pinger.unref();
  }

  openTicket(
    clientId: string,
    subscriptions: readonly Subscription[],
  ): { readonly endpoint: string; readonly ticket: string } {
    const ticket = randomBytes(18).toString('base64');
    this.#tickets.set(ticket, { clientId, subscriptions, until: this.#world.now() + ticketMs });
    return { endpoint: `${this.#world.url.replace('http', 'ws')}/connect`, ticket };
  }

  /** The upgrade of a socket: an unknown, used or old ticket is 401. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const asked = new URL(request.url ?? '/', 'http://x');
    // SDKs send the ticket unencoded: a plus sign arrives as a blank.
    const name = (asked.searchParams.get('ticket') ?? '').replaceAll(' ', '+');
    const ticket = this.#tickets.get(name);
    const refused = (this.#world.faults.handshake401Until ?? 0) > this.#world.now();
    if (asked.pathname !== '/connect' || refused || !ticket || ticket.until < this.#world.now()) {
      this.#world.journal.add('http', { path: '/connect', status: 401 });
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#tickets.delete(name);
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#join(ws, ticket));
  }

  connections(clientId: string): number {
    return [...this.#lines].filter((line) => line.clientId === clientId && line.socket.readyState === 1).length;
  }

  /** The notice, then silence, then the end of the line after ten seconds. */
  sendDisconnect(clientId: string, closeAfterMs = 10_000): void {
    for (const line of [...this.#lines].filter((one) => one.clientId === clientId && !one.silent)) {
      this.#send(line, {
        specVersion: '1.0',
        type: 'SYSTEM',
        headers: { topic: 'disconnect', contentType: 'application/json', time: String(this.#world.now()) },
        data: JSON.stringify({ reason: 'connection is expired' }),
      });
      line.silent = true;
      setTimeout(() => line.socket.close(), closeAfterMs).unref();
    }
  }

  /** An event for every app of the corp that ticked it: at once, after 10 s, after 30 s, then the failed list. */
  emitEvent(corpId: string, eventType: string, data: object): void {
    this.#world.journal.add('event', { corpId, eventType });
    for (const app of this.#world.corps.get(corpId)?.apps.values() ?? []) {
      if (app.ticked !== '*' && !app.ticked.includes(eventType)) continue;
      if (this.#world.strikes('loseEvents')) continue;
      const eventId = randomUUID();
      void this.#deliverEvent(app, { corpId, eventType, eventId, born: this.#world.now(), data }, [10_000, 30_000]);
      if (app.callbackUrl)
        void sendEncrypted(
          app,
          app.callbackUrl,
          { EventType: eventType, EventTime: this.#world.now(), CorpId: corpId, BizId: eventId, eventId, ...data },
          this.#world,
        );
    }
  }

  async #deliverEvent(
    app: App,
    event: { corpId: string; eventType: string; eventId: string; born: number; data: object },
    again: readonly number[],
  ): Promise<void> {
    const headers = {
      eventType: event.eventType,
      eventId: event.eventId,
      eventCorpId: event.corpId,
      eventBornTime: String(event.born),
      eventUnifiedAppId: `${app.clientId}-app`,
    };
    const ack = await this.#push(app, 'EVENT', '*', headers, event.data);
    if (ack && ack.code === 200 && !isLater(ack.data)) return;
    const [wait, ...rest] = again;
    if (wait !== undefined) this.#world.clock.after(wait, () => void this.#deliverEvent(app, event, rest));
    else
      this.#failed.set(app.clientId, [
        ...(this.#failed.get(app.clientId) ?? []),
        {
          at: this.#world.now(),
          body: { event_time: event.born, call_back_tag: event.eventType, corpid: event.corpId, ...event.data },
        },
      ]);
  }

  failedOf(clientId: string): { readonly list: readonly object[]; readonly more: boolean } {
    const fresh = (this.#failed.get(clientId) ?? []).filter(({ at }) => at > this.#world.now() - 5 * 60_000);
    this.#failed.set(clientId, fresh.slice(200));
    return { list: fresh.slice(0, 200).map(({ body }) => body), more: fresh.length > 200 };
  }

  /** A callback and its answer's data; undefined when nobody answered in time. Not repeated, unless the knob says so. */
  async pushCallback(clientId: string, topic: string, data: object): Promise<unknown> {
    const app = this.#world.app(clientId);
    if (!app) return undefined;
    const ack = await this.#push(app, 'CALLBACK', topic, {}, data);
    const wait = this.#world.faults.retryCallbacksAfterMs;
    if (!ack && wait) this.#world.clock.after(wait, () => void this.#push(app, 'CALLBACK', topic, {}, data));
    return ack?.code === 200 ? ack.data : undefined;
  }

  /** Any frame, also nonsense, for the admin API. */
  async pushRaw(
    clientId: string,
    type: string,
    topic: string,
    headers: Readonly<Record<string, string>>,
    data: unknown,
    copies: number,
  ): Promise<number> {
    const app = this.#world.app(clientId);
    let answered = 0;
    for (let copy = 0; app && copy < copies; copy += 1)
      if (await this.#push(app, type, topic, headers, data)) answered += 1;
    return answered;
  }

  async #push(
    app: App,
    type: string,
    topic: string,
    headers: Readonly<Record<string, string>>,
    data: unknown,
  ): Promise<Ack | undefined> {
    const { faults } = this.#world;
    if (faults.delayPushMs) await new Promise((resolve) => setTimeout(resolve, faults.delayPushMs));
    const candidates = [...this.#lines].filter(
      (line) =>
        line.clientId === app.clientId &&
        !line.silent &&
        line.socket.readyState === 1 &&
        line.subscriptions.some((one) => one.type === type && (one.topic === topic || one.topic === '*')),
    );
    const line = candidates[Math.floor(Math.random() * candidates.length)];
    if (!line) {
      this.#world.journal.add('drop', { clientId: app.clientId, type, topic, why: 'nobody is connected' });
      return undefined;
    }
    app.quota.push += 1;
    const messageId =
      headers['messageId'] ??
      `${randomBytes(4).toString('hex')}_${randomBytes(2).toString('hex')}_${this.#world.now()}`;
    const frame = {
      specVersion: '1.0',
      type,
      headers: {
        topic,
        messageId,
        contentType: 'application/json',
        time: String(this.#world.now()),
        connectionId: line.id,
        appId: `${app.clientId}-app`,
        ...headers,
      },
      data: typeof data === 'string' ? data : JSON.stringify(data),
    };
    return this.#sendAndWait(line, frame, messageId);
  }

  async #sendAndWait(
    line: Line,
    frame: { readonly headers: Readonly<Record<string, string>>; readonly type: string },
    messageId: string,
  ): Promise<Ack | undefined> {
    if (this.#world.strikes('killMidFrame')) {
      line.socket.terminate();
      return undefined;
    }
    if (this.#world.strikes('malformedFrame')) line.socket.send('{"specVersion":"1.0","type":"EVENT","headers":{');
    if (this.#world.strikes('reorderPush')) await this.#holdBack();
    const from = performance.now();
    const answer = new Promise<Ack | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ackMs);
      this.#waiting.set(messageId, {
        resolve: (ack) => {
          clearTimeout(timer);
          resolve(ack);
        },
      });
    });
    this.#send(line, frame);
    if (this.#world.strikes('duplicatePush')) this.#send(line, frame);
    this.#held?.();
    const ack = await answer;
    this.#waiting.delete(messageId);
    this.#world.journal.add('push', {
      clientId: line.clientId,
      type: frame.type,
      topic: frame.headers['topic'],
      eventType: frame.headers['eventType'],
      messageId,
      ackMs: ack ? Math.round((performance.now() - from) * 1000) / 1000 : null,
      code: ack?.code ?? null,
    });
    return ack;
  }

  /** Held until another frame has gone, or half a second. */
  #holdBack(): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#held = undefined;
        resolve();
      };
      const timer = setTimeout(go, 500);
      this.#held = go;
    });
  }

  #join(socket: WebSocket, { clientId, subscriptions }: Ticket): void {
    const line: Line = {
      id: `c-${randomBytes(4).toString('hex')}`,
      clientId,
      subscriptions,
      socket,
      silent: false,
      deaf: this.#world.strikes('halfOpen'),
    };
    this.#lines.add(line);
    this.#world.journal.add('note', { what: 'connected', clientId, connection: line.id });
    this.#world.changed('connection', {});
    socket.on('message', (raw) => this.#answer(line, raw.toString()));
    socket.on('close', () => {
      this.#lines.delete(line);
      this.#world.changed('connection', {});
    });
    socket.on('error', () => this.#lines.delete(line));
  }

  #answer(line: Line, raw: string): void {
    if (line.deaf) return;
    let ack: { code?: unknown; headers?: { messageId?: unknown }; data?: unknown };
    try {
      // Looked at part by part below.
      ack = JSON.parse(raw) as typeof ack;
    } catch {
      this.#world.journal.add('frame-in', { clientId: line.clientId, unreadable: true });
      return;
    }
    const messageId = String(ack.headers?.messageId ?? '');
    const waiting = this.#waiting.get(messageId);
    if (!waiting) return;
    if (this.#world.strikes('dropAck')) return;
    waiting.resolve({ code: Number(ack.code ?? 0), data: typeof ack.data === 'string' ? parsed(ack.data) : ack.data });
  }

  #send(line: Line, frame: object): void {
    if (line.deaf) return;
    line.socket.send(JSON.stringify(frame));
  }

  #ping(): void {
    for (const line of this.#lines) {
      if (!line.silent)
        this.#send(line, {
          specVersion: '1.0',
          type: 'SYSTEM',
          headers: {
            topic: 'ping',
            messageId: randomBytes(6).toString('hex'),
            contentType: 'application/json',
            time: String(this.#world.now()),
          },
          data: JSON.stringify({ opaque: randomBytes(4).toString('hex') }),
        });
    }
  }

  close(): void {
    clearInterval(this.#pinger);
    for (const line of this.#lines) line.socket.terminate();
    this.#server.close();
  }
}

const isLater = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'status' in data && data.status === 'LATER';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // An answer that is no JSON is no answer.
    return undefined;
  }
};
