import { existsSync, readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { Refused } from '#src/domain/refused.ts';
import type { Log } from '#src/ports/log.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Lock = { readonly cert: string; readonly key: string };
const loopback = ['127.0.0.1', '::1', 'localhost'];

/** The files of `BATON_TLS_CERT` and `BATON_TLS_KEY` (PEM), or nothing where neither is set. Refuses `config.invalid` one without the other, and what is not there. */
export function lockFrom(env: Environment): Lock | undefined {
  const [cert, key] = [env['BATON_TLS_CERT'], env['BATON_TLS_KEY']];
  if (!cert && !key) return undefined;
  if (!cert || !key)
    throw new Refused(
      'config.invalid',
      'BATON_TLS_CERT and BATON_TLS_KEY belong together; give both files, or neither',
    );
  for (const file of [cert, key])
    if (!existsSync(file))
      throw new Refused('config.invalid', 'A file of BATON_TLS_CERT or BATON_TLS_KEY is not there');
  return { cert, key };
}

/**
 * The server of the door: HTTPS (TLS 1.2 or newer) with a lock, plain HTTP without one. Plain HTTP is only for this machine or behind a proxy that ends TLS (behaviour 29 of our
 * law page): refuses `config.invalid` another host. A renewed certificate is taken up within a minute, without a stop; one that does not fit is left alone and said in the log.
 */
export function doorServer(
  listener: RequestListener,
  {
    lock,
    host,
    behindProxy,
    log,
  }: { readonly lock: Lock | undefined; readonly host: string; readonly behindProxy: boolean; readonly log: Log },
): Server {
  if (!lock) {
    if (!loopback.includes(host) && !behindProxy)
      throw new Refused(
        'config.invalid',
        `BATON_HOST ${host} would carry records without TLS. Give BATON_TLS_CERT and BATON_TLS_KEY, or set BATON_BEHIND_PROXY=1 behind a proxy that ends TLS`,
      );
    return createServer(listener);
  }
  const server = createTlsServer({ ...contextOf(lock), minVersion: 'TLSv1.2' }, listener);
  const renew = () => {
    try {
      const context = contextOf(lock);
      createSecureContext(context);
      server.setSecureContext({ ...context, minVersion: 'TLSv1.2' });
      log.info({}, 'the certificate was renewed');
    } catch (error) {
      log.error(
        { error: error instanceof Error ? error.name : 'unknown' },
        'a renewed certificate cannot be used; the one before goes on',
      );
    }
  };
  for (const file of [lock.cert, lock.key]) watchFile(file, { interval: 30_000, persistent: false }, renew);
  server.once('close', () => {
    for (const file of [lock.cert, lock.key]) unwatchFile(file, renew);
  });
  return server;
}

function contextOf({ cert, key }: Lock): { readonly cert: Buffer; readonly key: Buffer } {
  const context = { cert: readFileSync(cert), key: readFileSync(key) };
  try {
    createSecureContext(context);
    return context;
  } catch {
    // What OpenSSL says may quote the key's file.
    throw new Refused('config.invalid', 'BATON_TLS_CERT and BATON_TLS_KEY do not fit together, or are not PEM files');
  }
}
