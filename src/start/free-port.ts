import { createServer } from 'node:net';

const tries = 20;

/** A port nobody listens at: the usual one or, where another copy already sits on it, the next that is free. Gives the usual one when there is none. */
export async function freePort(usual: number, host: string): Promise<number> {
  for (let port = usual; usual !== 0 && port < usual + tries; port += 1) if (await isFree(port, host)) return port;
  return usual;
}

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen(port, host, () => probe.close(() => answer(true)));
  });
