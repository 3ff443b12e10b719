import { setTimeout as pause } from 'node:timers/promises';
import axios from 'axios';
import type { Incoming } from '#src/ports/inbox.ts';
import type { Log } from '#src/ports/log.ts';
import type { TenantSettings } from '../tenant-settings.ts';
import { Connection, type Frame } from './connection.ts';
import { incomingFrom } from './incoming-frame.ts';

export const robotTopic = '/v1.0/im/bot/messages/get';
export const cardTopic = '/v1.0/card/instances/callback';
export const liveTopic = '/v1.0/card/dynamicData/get';

export type StreamParts = {
  readonly settings: TenantSettings;
  readonly log: Log;
  /** Durable when it resolves; false for a duplicate. Rejects when it cannot keep. */
  readonly keep: (incoming: Incoming) => Promise<boolean>;
  /** What a card shows at once after a tap was kept; undefined for nothing. */
  readonly answerCard?: (incoming: Incoming) => Promise<object | undefined>;
  /** The part of a card that DingTalk must not keep, for one viewer. */
  readonly answerLive: (data: string) => Promise<object>;
  readonly onPush: () => void;
  readonly onCount: (what: 'frame' | 'bad-frame' | 'foreign-frame' | 'duplicate' | 'reconnect' | 'not-kept') => void;
  readonly idleMs?: number;
  readonly baseDelayMs?: number;
};

export type StreamHealth = {
  readonly connected: boolean;
  readonly since?: Date;
  readonly lastFrameAt?: Date;
  readonly reconnects: number;
  readonly lastError?: string;
};

const keepWithinMs = 2_500;
const answerWithinMs = 1_600;

/**
 * Keeps one live receiver for one organisation. A notice to disconnect opens the next connection at once while the old one still delivers;
 * failures wait longer and longer, with jitter; silence is a dead line. Every frame is kept first and acknowledged then.
 */
export class StreamSupervisor {
  readonly #parts: StreamParts;
  #current: Connection | undefined;
  #opening: Promise<void> | undefined;
  #failures = 0;
  #stopped = false;
  #since: Date | undefined;
  #reconnects = -1;
  #lastError: string | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  readonly #old = new Set<Connection>();
  readonly #inHand = new Set<Promise<void>>();

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  /** Resolves when the line is up, or after three seconds: it goes on trying by itself. */
  async start(): Promise<void> {
    this.#watchdog = setInterval(() => this.#lookForSilence(), 5_000);
    this.#watchdog.unref();
    await Promise.race([this.#ensure(), pause(3_000, undefined, { ref: false })]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#watchdog);
    await Promise.allSettled([...this.#inHand]);
    for (const connection of [this.#current, ...this.#old]) connection?.terminate();
    this.#current = undefined;
  }

  health(): StreamHealth {
    const connected = this.#current?.isOpen ?? false;
    return {
      connected,
      reconnects: Math.max(0, this.#reconnects),
      ...(connected && this.#since ? { since: this.#since } : {}),
      ...(this.#current ? { lastFrameAt: new Date(this.#current.lastFrameAt) } : {}),
      ...(this.#lastError ? { lastError: this.#lastError } : {}),
    };
  }

  /** One attempt at a time, however many ask. */
  #ensure(): Promise<void> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #open(): Promise<void> {
    const { settings, log } = this.#parts;
    while (!this.#stopped) {
      const next = this.#connection();
      try {
        await next.open();
        if (this.#current && this.#current !== next) this.#old.add(this.#current);
        this.#current = next;
        this.#failures = 0;
        this.#since = new Date();
        this.#reconnects += 1;
        this.#lastError = undefined;
        if (this.#reconnects > 0) this.#parts.onCount('reconnect');
        log.info({ tenant: settings.tenant }, 'connected to DingTalk');
        return;
      } catch (error) {
        next.terminate();
        await this.#waitAfter(error);
      }
    }
  }

  async #waitAfter(error: unknown): Promise<void> {
    const { settings, log, baseDelayMs = 1_000 } = this.#parts;
    this.#failures += 1;
    const code = codeOf(error);
    this.#lastError = code;
    if (code === 'authFailed') {
      log.error(
        { tenant: settings.tenant, clientId: settings.clientId },
        'DingTalk refused the client id or secret of the stream: check both in the developer console and in the environment; trying again in five minutes',
      );
      await pause(300_000 * (baseDelayMs / 1_000), undefined, { ref: false });
      return;
    }
    const longest = Math.min(60_000, baseDelayMs * 2 ** Math.min(this.#failures, 10));
    const wait = Math.max(baseDelayMs / 4, Math.random() * longest);
    log.warn(
      { tenant: settings.tenant, code, failures: this.#failures, waitMs: Math.round(wait) },
      'not connected to DingTalk; trying again',
    );
    await pause(wait, undefined, { ref: false });
  }

  #connection(): Connection {
    const { settings } = this.#parts;
    return new Connection({
      clientId: settings.clientId,
      secret: settings.secret(),
      topics: [robotTopic, cardTopic, liveTopic],
      openGateway: (subscriptions) => openGateway(settings, subscriptions),
      onFrame: (connection, frame) => this.#take(connection, frame),
      onBadFrame: () => {
        this.#parts.onCount('bad-frame');
        this.#parts.log.warn(
          { tenant: settings.tenant, code: 'frame.malformed' },
          'DingTalk sent a frame that cannot be read',
        );
      },
      onDrain: (connection) => {
        // The old line goes silent at once, but what it still delivers is still answered.
        if (connection === this.#current) void this.#ensure();
      },
      onClosed: (connection) => {
        this.#old.delete(connection);
        if (connection === this.#current && !this.#stopped) {
          this.#current = undefined;
          void this.#ensure();
        }
      },
    });
  }

  #lookForSilence(): void {
    const { idleMs = 90_000, log, settings } = this.#parts;
    if (!this.#current || Date.now() - this.#current.lastFrameAt < idleMs) return;
    log.warn({ tenant: settings.tenant }, 'no frame for too long: the line is taken for dead');
    this.#current.terminate();
  }

  #take(connection: Connection, frame: Frame): void {
    this.#parts.onCount('frame');
    this.#parts.onPush();
    const work = this.#handle(connection, frame).catch((error: unknown) => {
      this.#parts.log.error(
        { tenant: this.#parts.settings.tenant, code: codeOf(error) },
        'a frame could not be handled',
      );
    });
    this.#inHand.add(work);
    void work.finally(() => this.#inHand.delete(work));
  }

  async #handle(connection: Connection, frame: Frame): Promise<void> {
    const messageId = frame.headers['messageId'] ?? '';
    if (frame.headers['topic'] === liveTopic) {
      const answer = await within(answerWithinMs, this.#parts.answerLive(frame.data)).catch(() => undefined);
      connection.send(messageId, answer ?? { dataSourceQueryResponses: [] });
      return;
    }
    const { settings, log } = this.#parts;
    const read = incomingFrom(settings, frame, new Date());
    if ('refused' in read) {
      this.#parts.onCount(read.refused === 'frame.foreign-corp' ? 'foreign-frame' : 'bad-frame');
      log.warn({ tenant: settings.tenant, code: read.refused, messageId }, 'a frame was refused');
      connection.send(messageId, frame.type === 'EVENT' ? { status: 'SUCCESS' } : { response: null });
      return;
    }
    try {
      const isNew = await within(keepWithinMs, this.#parts.keep(read));
      if (isNew === undefined) throw new Error('not kept in time');
      if (!isNew) this.#parts.onCount('duplicate');
    } catch (error) {
      this.#parts.onCount('not-kept');
      log.error({ tenant: settings.tenant, code: codeOf(error) }, 'a frame could not be kept and was handed back');
      if (frame.type === 'EVENT') connection.send(messageId, { status: 'LATER', message: 'not kept' });
      return;
    }
    if (frame.type === 'EVENT') connection.send(messageId, { status: 'SUCCESS' });
    else if (read.kind === 'card')
      connection.send(messageId, {
        response:
          (await within(answerWithinMs, this.#parts.answerCard?.(read) ?? Promise.resolve(undefined)).catch(
            () => undefined,
          )) ?? {},
      });
    else connection.send(messageId, { response: null });
  }
}

async function openGateway(
  { bases, clientId, secret }: TenantSettings,
  subscriptions: readonly { readonly type: string; readonly topic: string }[],
) {
  const { status, data } = await axios.post<{ endpoint?: string; ticket?: string; code?: string }>(
    `${bases.api}/v1.0/gateway/connections/open`,
    { clientId, clientSecret: secret(), subscriptions, ua: 'baton/1', localIp: '127.0.0.1' },
    { timeout: 8_000, maxRedirects: 0, validateStatus: () => true, headers: { accept: 'application/json' } },
  );
  if (!data?.endpoint || !data.ticket)
    throw Object.assign(new Error('the gateway refused'), {
      code: typeof data?.code === 'string' ? data.code : `gateway-${status}`,
    });
  return { endpoint: data.endpoint, ticket: data.ticket };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : error instanceof Error && /401/.test(error.message)
      ? 'handshake-401'
      : error instanceof Error
        ? error.name
        : 'unknown';
