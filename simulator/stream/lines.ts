import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { World } from '../world/world.ts';
import { type Ack, ackIn, type Frame, farewell, frameOf, type Headers } from './frames.ts';
import type { Subscription, Ticket } from './tickets.ts';

type Line = {
  readonly id: string;
  readonly clientId: string;
  readonly subscriptions: readonly Subscription[];
  readonly socket: WebSocket;
  readonly duplex: Duplex;
  /** Said farewell: nothing goes out any more, the end of the line comes in a while. */
  silent: boolean;
  /** Half open: the other side believes it is connected. */
  readonly deaf: boolean;
};

/** Waited for in the time people live in: a fake clock must not make a quick answer late. */
const ackMs = 3_000;
const silenceMs = 10_000;

/** The open streams: who is on, what is sent, what comes back. */
export class Lines {
  readonly #world: World;
  readonly #lines = new Set<Line>();
  readonly #waiting = new Map<string, (ack: Ack | undefined) => void>();
  #held: (() => void) | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  join(socket: WebSocket, duplex: Duplex, { clientId, subscriptions }: Ticket): void {
    const id = `c-${randomBytes(4).toString('hex')}`;
    const deaf = this.#world.strikes('halfOpen');
    const line: Line = { id, clientId, subscriptions, socket, duplex, silent: false, deaf };
    this.#lines.add(line);
    // a paused socket answers no ping either, as a line cut in the middle
    if (deaf) socket.pause();
    this.#world.note('connected', { clientId, connection: id });
    this.#world.changed('connection', {});
    socket.on('message', (raw) => this.#hear(line, Buffer.isBuffer(raw) ? raw.toString('utf8') : ''));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#lines.delete(line);
      this.#world.note('disconnected', { clientId, connection: id });
      this.#world.changed('connection', {});
    });
  }

  count(clientId: string): number {
    return this.#of(clientId).length;
  }

  /** To one of the lines that asked for it, chosen at random; undefined when nobody answered in time. */
  async push(clientId: string, type: string, topic: string, headers: Headers, data: unknown): Promise<Ack | undefined> {
    const { delayPushMs } = this.#world.faults;
    if (delayPushMs) await new Promise((resolve) => setTimeout(resolve, delayPushMs));
    if (this.#world.strikes('reorderPush')) await this.#holdBack();
    const ready = this.#of(clientId).filter(
      (one) => !one.silent && one.subscriptions.some((sub) => sub.type === type && covers(sub.topic, topic)),
    );
    const line = ready[Math.floor(Math.random() * ready.length)];
    if (!line) {
      this.#world.journal.add('drop', { clientId, type, topic, why: 'nobody is connected' });
      return undefined;
    }
    const where = { connectionId: line.id, appId: `${clientId}-app` };
    return this.#sendAndWait(line, frameOf(type, topic, { ...where, ...headers }, data, this.#world.now()));
  }

  ping(): void {
    for (const line of this.#lines) {
      const opaque = randomBytes(4).toString('hex');
      if (!line.silent) this.#send(line, frameOf('SYSTEM', 'ping', {}, { opaque }, this.#world.now()));
    }
  }

  /** The notice, then silence at once, then the end of the line. */
  sayFarewell(clientId: string, closeAfterMs = silenceMs): void {
    for (const line of this.#of(clientId).filter(({ silent }) => !silent)) {
      this.#send(line, farewell(this.#world.now()));
      line.silent = true;
      setTimeout(() => line.socket.close(), closeAfterMs).unref();
    }
  }

  close(): void {
    for (const line of this.#lines) line.socket.terminate();
    for (const resolve of this.#waiting.values()) resolve(undefined);
  }

  async #sendAndWait(line: Line, frame: Frame): Promise<Ack | undefined> {
    if (this.#world.strikes('killMidFrame')) {
      // a frame of 126 bytes is announced, and the line breaks after its first words
      line.duplex.write(Buffer.concat([Buffer.from([0x81, 0x7e, 0x00, 0x7e]), Buffer.from('{"specVersion"')]));
      line.duplex.destroy();
      return undefined;
    }
    if (this.#world.strikes('malformedFrame')) line.socket.send('{"specVersion":"1.0","type":"EVENT","headers":{');
    const { messageId = '', topic, eventType } = frame.headers;
    const from = performance.now();
    const answer = this.#answerTo(messageId);
    this.#send(line, frame);
    if (this.#world.strikes('duplicatePush')) this.#send(line, frame);
    this.#held?.();
    const ack = await answer;
    const waited = ack ? Math.round((performance.now() - from) * 1000) / 1000 : null;
    const about = { clientId: line.clientId, type: frame.type, topic, eventType, messageId };
    this.#world.journal.add('push', { ...about, ackMs: waited, code: ack?.code ?? null });
    return ack;
  }

  #answerTo(messageId: string): Promise<Ack | undefined> {
    return new Promise((resolve) => {
      const done = (ack: Ack | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(messageId);
        resolve(ack);
      };
      const timer = setTimeout(() => done(undefined), ackMs);
      this.#waiting.set(messageId, done);
    });
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

  #hear(line: Line, raw: string): void {
    const heard = ackIn(raw);
    const { clientId, id } = line;
    this.#world.journal.add('frame-in', {
      clientId,
      connection: id,
      messageId: heard?.messageId,
      code: heard?.ack.code,
    });
    const waiting = heard && this.#waiting.get(heard.messageId);
    if (waiting && !this.#world.strikes('dropAck')) waiting(heard.ack);
  }

  #send(line: Line, frame: Frame): void {
    const { topic, messageId, eventType } = frame.headers;
    const about = { clientId: line.clientId, connection: line.id, type: frame.type, topic, messageId, eventType };
    this.#world.journal.add('frame-out', line.deaf ? { ...about, lost: true } : about);
    if (!line.deaf) line.socket.send(JSON.stringify(frame));
  }

  #of(clientId: string): readonly Line[] {
    return [...this.#lines].filter((line) => line.clientId === clientId && line.socket.readyState === 1);
  }
}

const covers = (wanted: string, topic: string): boolean => wanted === topic || wanted === '*';
