import { setTimeout as pause } from 'node:timers/promises';
import type { TenantSettings } from '../tenant-settings.ts';
import { type AcknowledgeParts, acknowledge, cardTopic, codeOf, liveTopic, robotTopic } from './acknowledge.ts';
import { Connection, type Frame } from './connection.ts';
import { openGateway } from './gateway.ts';

export type StreamParts = Omit<AcknowledgeParts, 'settings'> & {
  readonly settings: TenantSettings;
  /** Silence after which a line is taken for dead. DingTalk pings every 20 to 30 seconds. */
  readonly idleMs?: number;
  /** The first pause after a failure; grows to a minute, with full jitter. */
  readonly baseDelayMs?: number;
  /** The pause after a refused secret: nothing changes until somebody changes it. */
  readonly refusedDelayMs?: number;
};

export type StreamHealth = {
  readonly connected: boolean;
  readonly since?: Date;
  readonly lastFrameAt?: Date;
  readonly reconnects: number;
  readonly lastError?: string;
};

const longestPauseMs = 60_000;
/** An old line that was told to go still delivers what was on its way; DingTalk closes it after ten seconds. */
const oldLineMs = 30_000;

/**
 * Keeps one live receiver for one organisation. A notice to disconnect opens the next connection at once while the old one still delivers;
 * failures wait longer and longer, with jitter; silence is a dead line. Every frame is kept first and acknowledged then.
 */
export class StreamSupervisor {
  readonly #parts: StreamParts;
  readonly #acknowledge: ReturnType<typeof acknowledge>;
  readonly #lines = new Set<Connection>();
  readonly #inHand = new Set<Promise<void>>();
  readonly #ending = new AbortController();
  #current: Connection | undefined;
  #opening: Promise<void> | undefined;
  #failures = 0;
  #opened = 0;
  #lastError: string | undefined;
  #watchdog: NodeJS.Timeout | undefined;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#acknowledge = acknowledge(parts);
  }

  /** Resolves when the line is up, or after three seconds: it goes on trying by itself. */
  async start(): Promise<void> {
    const { idleMs = 90_000 } = this.#parts;
    clearInterval(this.#watchdog);
    this.#watchdog = setInterval(() => this.#lookForSilence(idleMs), Math.min(5_000, idleMs / 4));
    this.#watchdog.unref();
    await Promise.race([this.#ensure(), pause(3_000, undefined, { ref: false })]);
  }

  /** Finishes what is in hand and hangs up; nothing is left behind. */
  async stop(): Promise<void> {
    clearInterval(this.#watchdog);
    this.#ending.abort();
    await Promise.allSettled([...this.#inHand]);
    for (const line of this.#lines) line.terminate();
    await this.#opening;
    this.#current = undefined;
  }

  health(): StreamHealth {
    const current = this.#current;
    const connected = current?.isOpen ?? false;
    return {
      connected,
      reconnects: Math.max(0, this.#opened - 1),
      ...(current && connected ? { since: current.openedAt } : {}),
      ...(current ? { lastFrameAt: current.lastFrameAt } : {}),
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
    const { settings, log, onCount } = this.#parts;
    while (!this.#ending.signal.aborted) {
      if (this.#current?.isOpen && !this.#current.drained) return;
      const next = this.#dial();
      this.#lines.add(next);
      try {
        await next.open();
        if (this.#ending.signal.aborted) return next.terminate();
        const old = this.#current;
        this.#current = next;
        if (old) setTimeout(() => old.terminate(), oldLineMs).unref();
        this.#opened += 1;
        this.#lastError = undefined;
        if (this.#opened > 1) onCount('reconnect');
        log.info({ tenant: settings.tenant }, 'connected to DingTalk');
        return;
      } catch (error) {
        next.terminate();
        this.#lines.delete(next);
        await this.#waitAfter(codeOf(error));
      }
    }
  }

  async #waitAfter(code: string): Promise<void> {
    const { settings, log, baseDelayMs = 1_000, refusedDelayMs = 300_000 } = this.#parts;
    if (this.#ending.signal.aborted) return;
    this.#failures += 1;
    this.#lastError = code;
    if (code === 'authFailed') {
      log.error(
        { tenant: settings.tenant, clientId: settings.clientId, code },
        'DingTalk refused the client id or secret of the stream: check both in the developer console and in the environment; trying again in five minutes',
      );
      return this.#rest(refusedDelayMs);
    }
    const longest = Math.min(longestPauseMs, baseDelayMs * 2 ** Math.min(this.#failures, 10));
    const waitMs = Math.round(Math.max(baseDelayMs / 4, Math.random() * longest));
    log.warn(
      { tenant: settings.tenant, code, failures: this.#failures, waitMs },
      'not connected to DingTalk; trying again',
    );
    return this.#rest(waitMs);
  }

  #rest(ms: number): Promise<void> {
    return pause(ms, undefined, { ref: false, signal: this.#ending.signal }).catch(() => {
      // Woken because we are stopping: the loop looks at that itself.
    });
  }

  #dial(): Connection {
    const { settings, log, onCount } = this.#parts;
    return new Connection({
      clientId: settings.clientId,
      topics: [robotTopic, cardTopic, liveTopic],
      openGateway: (subscriptions) => openGateway(settings, subscriptions, this.#ending.signal),
      onFrame: (line, frame) => this.#take(line, frame),
      onBadFrame: () => {
        onCount('bad-frame');
        log.warn({ tenant: settings.tenant, code: 'frame.malformed' }, 'DingTalk sent a frame that cannot be read');
      },
      onDrain: (line) => {
        if (line === this.#current) void this.#next(line, 100);
      },
      onClosed: (line) => {
        this.#lines.delete(line);
        if (line !== this.#current || this.#ending.signal.aborted) return;
        this.#current = undefined;
        // A line that was told to go has its successor under way already.
        if (!line.drained) void this.#next(line, 5_000);
        else void this.#ensure();
      },
    });
  }

  /** The next line, at once; but a line that lived less than `tooShortMs` counts as a failure, or two servers could chase us round in circles. */
  async #next(line: Connection, tooShortMs: number): Promise<void> {
    if (line.livedMs >= Math.min(tooShortMs, (this.#parts.baseDelayMs ?? 1_000) * 5)) this.#failures = 0;
    else await this.#waitAfter('closed-at-once');
    await this.#ensure();
  }

  #lookForSilence(idleMs: number): void {
    const current = this.#current;
    if (!current || current.silentMs < idleMs) return;
    this.#parts.log.warn({ tenant: this.#parts.settings.tenant }, 'no frame for too long: the line is taken for dead');
    this.#lastError = 'silence';
    current.terminate();
  }

  #take(line: Connection, frame: Frame): void {
    const work = this.#acknowledge(line, frame).catch((error: unknown) => {
      this.#parts.log.error(
        { tenant: this.#parts.settings.tenant, code: codeOf(error) },
        'a frame could not be handled',
      );
    });
    this.#inHand.add(work);
    void work.finally(() => this.#inHand.delete(work));
  }
}
