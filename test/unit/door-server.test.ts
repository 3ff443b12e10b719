import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doorServer, lockFrom } from '#src/start/door-server.ts';
import { listen } from '#src/start/http-server.ts';
import { aCertificate } from '#test/builders/a-certificate.ts';
import { silent } from '#test/builders/silent.ts';

const dir = mkdtempSync(join(tmpdir(), 'baton-lock-'));
const [cert, key, other] = [join(dir, 'cert.pem'), join(dir, 'key.pem'), join(dir, 'other.pem')];
beforeAll(async () => {
  const one = await aCertificate('localhost');
  writeFileSync(cert, one.pem);
  writeFileSync(key, one.keyPem);
  writeFileSync(other, (await aCertificate('other')).keyPem);
});
afterAll(() => rmSync(dir, { recursive: true }));
const options = { host: '127.0.0.1', behindProxy: false, log: silent };

describe('the door', () => {
  test('speaks TLS by itself when it is given a certificate and its key', async () => {
    const lock = lockFrom({ BATON_TLS_CERT: cert, BATON_TLS_KEY: key });
    const server = doorServer((_, answer) => void answer.end('yes'), { ...options, lock, host: '0.0.0.0' });
    const port = await listen(server, 0, '127.0.0.1');
    const said = await new Promise<readonly [string, string | null]>((done, failed) => {
      get(`https://127.0.0.1:${port}/`, { rejectUnauthorized: false, agent: false }, (response) => {
        // An https response runs over a TLS socket.
        const protocol = (response.socket as TLSSocket).getProtocol();
        response.setEncoding('utf8').on('data', (text: string) => done([text, protocol]));
      }).on('error', failed);
    });
    expect(said).toEqual(['yes', 'TLSv1.3']);
    await expect(
      new Promise((done, failed) => {
        get(
          `https://127.0.0.1:${port}/`,
          { rejectUnauthorized: false, agent: false, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' },
          done,
        ).on('error', failed);
      }),
    ).rejects.toThrow();
    await new Promise((done) => server.close(done));
  });

  test.each([
    ['a certificate alone', { BATON_TLS_CERT: cert }],
    ['a file that is not there', { BATON_TLS_CERT: cert, BATON_TLS_KEY: join(dir, 'none.pem') }],
  ])('refuses %s', (_, env) => {
    expect(() => lockFrom(env)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });

  test('refuses a key of another certificate', () => {
    const lock = lockFrom({ BATON_TLS_CERT: cert, BATON_TLS_KEY: other });
    expect(() => doorServer(() => undefined, { ...options, lock })).toThrow(
      expect.objectContaining({ code: 'config.invalid' }),
    );
  });

  test('carries nothing in the clear over a network: only to this machine, or to a proxy that ends TLS', () => {
    const open = (host: string, behindProxy: boolean) =>
      doorServer(() => undefined, { ...options, lock: lockFrom({}), host, behindProxy });
    expect(() => open('0.0.0.0', false)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
    expect(open('0.0.0.0', true).listening).toBe(false);
    expect(open('127.0.0.1', false).listening).toBe(false);
  });
});
