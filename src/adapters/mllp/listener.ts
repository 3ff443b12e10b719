import { createServer, type Socket } from 'node:net';
import { Frames, framed } from './frames.ts';

export type MllpSettings = {
  readonly host: string;
  readonly port: number;
  /** Bytes of one message at most. */
  readonly limitBytes: number;
  /** A connection that says nothing for so long is closed. */
  readonly idleMs: number;
  readonly connections: number;
};

/** Gives the whole answer to one message; it does not throw. */
export type OnMessage = (message: Uint8Array) => Promise<string>;

/**
 * Listens for HL7 v2 over MLLP. Messages of one connection are answered one after the other, each after it is kept. A connection that sends a message
 * beyond the limit, or nothing for too long, is closed.
 */
export async function listenMllp(
  settings: MllpSettings,
  onMessage: OnMessage,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    const frames = new Frames(settings.limitBytes);
    let answered: Promise<unknown> = Promise.resolve();
    socket.setTimeout(settings.idleMs, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.on('data', (bytes) => {
      const messages = frames.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
      if (messages === 'too-large') {
        socket.destroy();
        return;
      }
      for (const message of messages)
        answered = answered.then(async () => {
          const answer = await onMessage(message);
          if (!socket.destroyed) socket.write(framed(answer));
        });
    });
  });
  server.maxConnections = settings.connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : settings.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
