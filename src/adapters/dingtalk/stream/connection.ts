import { DWClient, type DWClientDownStream } from 'dingtalk-stream';

export type Frame = {
  readonly type: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly data: string;
};

export type ConnectionParts = {
  readonly clientId: string;
  readonly secret: string;
  readonly topics: readonly string[];
  /** Asks the gateway; throws when it refuses. */
  readonly openGateway: (
    subscriptions: readonly { readonly type: string; readonly topic: string }[],
  ) => Promise<{ readonly endpoint: string; readonly ticket: string }>;
  readonly onFrame: (connection: Connection, frame: Frame) => void;
  readonly onBadFrame: () => void;
  readonly onDrain: (connection: Connection) => void;
  readonly onClosed: (connection: Connection) => void;
};

// What the client keeps private but must be reached to cure it: the address it dials, and its socket.
type Inside = {
  dw_url: string;
  socket?: {
    once(event: 'close', listener: () => void): void;
    on(event: 'error', listener: () => void): void;
    terminate(): void;
    readyState: number;
  };
};

/**
 * One socket of the official client, never used again after it closed. The client's own reconnecting is off; what it gets wrong when a frame is bad,
 * a handler throws, or an answer must wait for the disk, is done here instead.
 */
export class Connection extends DWClient {
  lastFrameAt = Date.now();
  readonly #parts: ConnectionParts;
  readonly #subscriptions: readonly { readonly type: string; readonly topic: string }[];

  constructor(parts: ConnectionParts) {
    const subscriptions = [
      { type: 'EVENT', topic: '*' },
      ...parts.topics.map((topic) => ({ type: 'CALLBACK', topic })),
    ];
    // The constructor's type lacks these two, which it reads: a list of our own (the default one is shared by all clients), and no reconnecting.
    super({
      clientId: parts.clientId,
      clientSecret: parts.secret,
      keepAlive: false,
      debug: false,
      autoReconnect: false,
      subscriptions,
    } as ConstructorParameters<typeof DWClient>[0]);
    this.#parts = parts;
    this.#subscriptions = subscriptions;
  }

  get #inside(): Inside {
    return this as unknown as Inside;
  }

  override async getEndpoint(): Promise<this> {
    const { endpoint, ticket } = await this.#parts.openGateway(this.#subscriptions);
    this.#inside.dw_url = `${endpoint}?ticket=${encodeURIComponent(ticket)}`;
    return this;
  }

  /** Dials and waits until the socket is open. Throws what went wrong. */
  async open(): Promise<void> {
    await this.getEndpoint();
    await quietly(() => this._connect());
    const { socket } = this.#inside;
    if (!socket) throw new Error('the socket did not open');
    socket.once('close', () => this.#parts.onClosed(this));
    socket.on('error', () => socket.terminate());
  }

  get isOpen(): boolean {
    return this.#inside.socket?.readyState === 1;
  }

  terminate(): void {
    this.#inside.socket?.terminate();
  }

  override onDownStream(raw: string): void {
    this.lastFrameAt = Date.now();
    try {
      super.onDownStream(String(raw));
    } catch {
      // A frame that cannot be read is counted; the connection and the process go on.
      this.#parts.onBadFrame();
    }
  }

  override onSystem(message: DWClientDownStream): void {
    super.onSystem(message);
    if (message.headers.topic === 'disconnect') this.#parts.onDrain(this);
  }

  override onEvent(message: DWClientDownStream): void {
    this.#parts.onFrame(this, frameOf(message));
  }

  override onCallback(message: DWClientDownStream): void {
    this.#parts.onFrame(this, frameOf(message));
  }

  override printDebug(): void {
    // The client would print its configuration, secret included, and whole messages.
  }
}

const frameOf = (message: DWClientDownStream): Frame => ({
  type: message.type,
  headers: { ...message.headers },
  data: message.data,
});

/** The client says "connect success" on the console each time; our log says it in its own words. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { info } = console;
  console.info = () => undefined;
  try {
    return await work();
  } finally {
    console.info = info;
  }
}
