import type { LiveWord } from '#src/contract/session.ts';
import { Shelf } from '../parts/shelf.ts';

type Stream = Pick<EventSource, 'close' | 'readyState'> & {
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
};

type Parts = {
  readonly open: () => Stream;
  /** `since` is when this line was asked for: what was fetched later is not older than the line. */
  readonly hear: (word: LiveWord, since: number) => void;
  /** The stream was refused: usually the session ended. */
  readonly again: () => Promise<unknown>;
  readonly wait: (ms: number) => Promise<void>;
  /** The person was switched off: they do not come in again. */
  readonly shutOut?: () => void;
};

const closed = 2;

/** Hears that something changed, for as long as the page lives; opens again after a cut, with growing pauses. */
export class Live {
  readonly connected = new Shelf(true);
  readonly #parts: Parts;
  #stream: Stream | undefined;
  #cuts = 0;
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#stopped || (this.#stream && this.#stream.readyState !== closed)) return;
    let since = Date.now();
    const stream = this.#parts.open();
    this.#stream = stream;
    stream.onmessage = ({ data }) => this.#hear(wordFrom(data), since);
    stream.onerror = () => {
      this.connected.put(false);
      // The browser mends the line at a moment it does not tell: all that was fetched until then may be too old.
      since = Number.POSITIVE_INFINITY;
      // A cut network is mended by the browser itself; a refusal is not.
      if (stream.readyState === closed) void this.#openAgain();
    };
  }

  stop(): void {
    this.#stopped = true;
    this.#stream?.close();
  }

  #hear(word: LiveWord | undefined, since: number): void {
    if (!word) return;
    if (word.kind === 'session-ended') {
      this.#stream?.close();
      void this.#openAgain();
      return;
    }
    if (word.kind === 'shut-out') {
      this.stop();
      this.#parts.shutOut?.();
      return;
    }
    this.#cuts = 0;
    if (!this.connected.now) this.connected.put(true);
    this.#parts.hear(word, since);
  }

  async #openAgain(): Promise<void> {
    this.#cuts += 1;
    await this.#parts.wait(Math.min(30_000, 500 * 2 ** this.#cuts));
    try {
      await this.#parts.again();
    } catch {
      // Not reachable or refused: the next round asks again, the banner says so meanwhile.
    }
    this.start();
  }
}

function wordFrom(data: unknown): LiveWord | undefined {
  try {
    // One line of our own service; what is not one is left unheard.
    return JSON.parse(String(data)) as LiveWord;
  } catch {
    return undefined;
  }
}
