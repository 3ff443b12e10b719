import { DWClient, type DWClientDownStream } from 'dingtalk-stream';
import { WebSocket } from 'ws';
import type { Gateway, Subscription } from './gateway.ts';

export type Frame = {
  readonly type: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly data: string;
};

export type ConnectionParts = {
  readonly clientId: string;
  readonly topics: readonly string[];
  /** Asks the gateway; throws when it refuses. */
  readonly openGateway: Gateway;
  readonly onFrame: (connection: Connection, frame: Frame) => void;
  readonly onBadFrame: () => void;
  readonly onDrain: (connection: Connection) => void;
  readonly onClosed: (connection: Connection) => void;
};

// The one thing the client keeps private that must be given to it: the socket it answers on.
type Inside = { socket: WebSocket | undefined };

const handshakeMs = 10_000;
/** Far above what DingTalk sends; a frame beyond it ends the line instead of filling the memory. */
const longestFrame = 8 * 1024 * 1024;

/**
 * One socket of the official client, never used again after it closed. The client reads frames, answers pings and writes acknowledgements; its
 * dialling (which prints on the console and has no time limit), its reconnecting, and what it does with a bad frame or a throwing handler are
 * replaced here. It never holds the secret: the gateway is asked by us.
 */
export class Connection extends DWClient {
  openedAt = new Date();
  lastFrameAt = new Date();
  drained = false;
  // Of the clock that only goes forward: setting the other one must not look like silence.
  #openedAt = performance.now();
  #heardAt = performance.now();
  readonly #parts: ConnectionParts;
  readonly #subscriptions: readonly Subscription[];
  #address = '';
  #ended = false;

  constructor(parts: ConnectionParts) {
    const subscriptions = [
      { type: 'EVENT', topic: '*' },
      ...parts.topics.map((topic) => ({ type: 'CALLBACK', topic })),
    ];
    // The constructor's type lacks two things it reads: a list of our own (the default one is shared by all clients), and no reconnecting.
    super({
      clientId: parts.clientId,
      clientSecret: 'kept-elsewhere',
      keepAlive: false,
      debug: false,
      autoReconnect: false,
      subscriptions,
    } as ConstructorParameters<typeof DWClient>[0]);
    this.#parts = parts;
    this.#subscriptions = subscriptions;
  }

  get #socket(): WebSocket | undefined {
    // The field is private in the client's types, and it is where `send` and the answer to a ping look.
    return (this as unknown as Inside).socket;
  }

  override async getEndpoint(): Promise<this> {
    const { endpoint, ticket } = await this.#parts.openGateway(this.#subscriptions);
    this.#address = `${endpoint}?ticket=${encodeURIComponent(ticket)}`;
    return this;
  }

  /** Dials and waits until the socket is open. Throws what went wrong. */
  async open(): Promise<void> {
    await this.getEndpoint();
    await this._connect();
  }

  override _connect(): Promise<void> {
    if (this.#ended) return Promise.reject(new Error('given up'));
    const socket = new WebSocket(this.#address, {
      handshakeTimeout: handshakeMs,
      maxPayload: longestFrame,
      perMessageDeflate: false,
    });
    (this as unknown as Inside).socket = socket;
    socket.on('message', (raw) => this.onDownStream(String(raw)));
    return new Promise<void>((resolve, reject) => {
      let opened = false;
      socket.on('open', () => {
        opened = true;
        this.connected = true;
        this.openedAt = new Date();
        this.#openedAt = performance.now();
        this.#heard();
        resolve();
      });
      socket.on('error', (error) => {
        socket.terminate();
        reject(error);
      });
      socket.on('close', () => {
        this.connected = false;
        reject(new Error('closed before it opened'));
        if (opened) this.#parts.onClosed(this);
      });
    });
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  get silentMs(): number {
    return performance.now() - this.#heardAt;
  }

  get livedMs(): number {
    return performance.now() - this.#openedAt;
  }

  #heard(): void {
    this.lastFrameAt = new Date();
    this.#heardAt = performance.now();
  }

  terminate(): void {
    this.#ended = true;
    this.#socket?.terminate();
  }

  override onDownStream(raw: string): void {
    this.#heard();
    try {
      super.onDownStream(raw);
    } catch {
      // A frame that cannot be read is counted; the connection and the process go on.
      this.#parts.onBadFrame();
    }
  }

  override onSystem(message: DWClientDownStream): void {
    super.onSystem(message);
    if (message.headers.topic !== 'disconnect') return;
    this.drained = true;
    this.#parts.onDrain(this);
  }

  override onEvent(message: DWClientDownStream): void {
    this.#parts.onFrame(this, frameOf(message));
  }

  override onCallback(message: DWClientDownStream): void {
    this.#parts.onFrame(this, frameOf(message));
  }

  /** Nothing can be said about a frame without a messageId; the client would throw and print. */
  override send(messageId: string, value: unknown): void {
    if (messageId && this.isOpen) super.send(messageId, value);
  }

  override printDebug(): void {
    // The client would print its configuration and whole messages.
  }
}

/** Header values are words and the data is a JSON string, whatever came. */
const frameOf = ({ type, headers, data }: DWClientDownStream): Frame => ({
  type,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]: [string, unknown]) => [name, wordOf(value)])),
  data: typeof data === 'string' ? data : (JSON.stringify(data) ?? ''),
});

const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
