import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stampedAt, timestampAuthority } from '#src/adapters/timestamps/rfc3161.ts';
import { stampShelf } from '#src/adapters/timestamps/stamp-shelf.ts';
import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import { runVerify } from '#src/cli/verify.ts';
import { checkpointText } from '#src/domain/trail/checkpoint.ts';
import { closeGently, listen } from '#src/start/http-server.ts';
import { stampCheckpoints } from '#src/usecases/trail/stamp-checkpoints.ts';
import { aCertificate } from '#test/builders/a-certificate.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

/** A real authority: OpenSSL's own, behind a small door. */
const dir = mkdtempSync(join(tmpdir(), 'baton-tsa-'));
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'ignore'] });
let store: TestStore;
let server: Server;
let url = '';
let checkpoints: ReturnType<typeof checkpointsOn>;
let lies = false;

beforeAll(async () => {
  store = await aStore();
  checkpoints = checkpointsOn({ pool: store.pool, signer: store.signer, clock: store.clock });
  writeFileSync(
    join(dir, 'tsa.cnf'),
    `[tsa]\ndefault_tsa = one\n[one]\nserial = ${dir}/serial\ncrypto_device = builtin\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\n[ext]\nextendedKeyUsage = critical,timeStamping\n`,
  );
  writeFileSync(join(dir, 'serial'), '01\n');
  for (const name of ['ca', 'other'])
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=${name}`,
      '-days',
      '30',
    );
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=stamps');
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'tsa.pem',
    '-days',
    '30',
    '-extfile',
    'tsa.cnf',
    '-extensions',
    'ext',
  );
  let kept: Buffer | undefined;
  server = createServer((request, response) => {
    void buffer(request).then((query) => {
      writeFileSync(join(dir, 'query'), query);
      const answer = openssl(
        'ts',
        '-reply',
        '-config',
        'tsa.cnf',
        '-queryfile',
        'query',
        '-signer',
        'tsa.pem',
        '-inkey',
        'tsa.key',
        '-chain',
        'ca.pem',
      );
      // An authority that answers every question with its first answer.
      kept ??= answer;
      response.setHeader('content-type', 'application/timestamp-reply').end(lies ? kept : answer);
    });
  });
  url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
});
afterAll(async () => {
  await closeGently(server);
  await store.close();
  await store.drop();
  rmSync(dir, { recursive: true, force: true });
});

test('the newest checkpoint of a chain is stamped once; the stamp holds, for it alone, offline and by other programs', async () => {
  await store.ledger.write((page) =>
    page.happened({
      what: 'record-searched',
      at: store.clock.now(),
      by: { baton: 'delivery' },
      institution: 'tmh',
    } as never),
  );
  await checkpoints.makeAll();
  const folder = join(dir, 'stamps');
  const stamp = stampCheckpoints({
    signed: checkpoints.signed,
    authority: timestampAuthority(url),
    shelf: stampShelf(folder),
  });
  expect(await stamp()).toBe(1);
  expect(await stamp()).toBe(0);

  const [name = ''] = readdirSync(folder);
  const bytes = readFileSync(join(folder, name));
  const [checkpoint] = await checkpoints.signed();
  if (!checkpoint) throw new Error('nothing was signed');
  const text = checkpointText(checkpoint);
  const authority = readFileSync(join(dir, 'ca.pem'), 'utf8');
  expect(Math.abs(((await stampedAt(bytes, text, authority))?.getTime() ?? 0) - Date.now())).toBeLessThan(600_000);
  expect(await stampedAt(bytes, Buffer.from('another text'), authority)).toBeUndefined();
  expect(await stampedAt(bytes, text, readFileSync(join(dir, 'other.pem'), 'utf8'))).toBeUndefined();
  const altered = Buffer.from(bytes);
  altered[altered.length - 5] = (altered[altered.length - 5] ?? 0) ^ 1;
  expect(await stampedAt(altered, text, authority)).toBeUndefined();
  writeFileSync(join(dir, 'text'), text);
  expect(
    openssl('ts', '-verify', '-data', 'text', '-in', join(folder, name), '-CAfile', 'ca.pem').toString(),
  ).toContain('OK');

  const trail = join(dir, 'trail.jsonl');
  let lines = '';
  for await (const line of checkpoints.exportTrail()) lines += line.endsWith('\n') ? line : `${line}\n`;
  writeFileSync(trail, lines);
  const ending = await runVerify([trail, '--stamps', folder, '--authority', join(dir, 'ca.pem')]);
  expect(ending).toMatchObject({ exit: 0, out: { ok: true, stamps: { good: 1, bad: [] } } });
  const other = await runVerify([trail, '--stamps', folder, '--authority', join(dir, 'other.pem')]);
  expect(other).toMatchObject({ exit: 1, out: { ok: false, code: 'trail.broken', stamps: { bad: [name] } } });
});

test('an authority that answers something else, or nothing, is not believed', async () => {
  const authority = timestampAuthority(url);
  const digest = (fill: number) => new Uint8Array(32).fill(fill);
  await authority.stamp(digest(1));
  lies = true;
  await expect(authority.stamp(digest(2))).rejects.toThrow(/something else/);
  lies = false;
  await expect(timestampAuthority('http://127.0.0.1:9/').stamp(digest(3))).rejects.toThrow(/does not answer/);
});

test('nothing of the shelf is half a stamp', async () => {
  mkdirSync(join(dir, 'shelf'), { recursive: true });
  const shelf = stampShelf(join(dir, 'shelf'));
  await shelf.keep('tmh-1.tsr', Uint8Array.of(1, 2));
  expect([...(await shelf.kept())]).toEqual(['tmh-1.tsr']);
  expect([...(await stampShelf(join(dir, 'nowhere')).kept())]).toEqual([]);
});

test('a stamp signed with a certificate that is not for time stamps alone is not believed, whoever vouches for it', async () => {
  const message = Buffer.from('a checkpoint');
  const forged = async (purposes: readonly string[] | undefined) => {
    const { certificate, key, pem } = await aCertificate('anybody', purposes);
    const info = new pki.TSTInfo({
      version: 1,
      policy: '1.2.3.4.1',
      messageImprint: new pki.MessageImprint({
        hashAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' }),
        hashedMessage: new asn1.OctetString({ valueHex: bytesOf(createHash('sha256').update(message).digest()) }),
      }),
      serialNumber: new asn1.Integer({ value: 7 }),
      genTime: new Date(),
    });
    const content = info.toSchema().toBER(false);
    const signed = new pki.SignedData({
      version: 3,
      encapContentInfo: new pki.EncapsulatedContentInfo({
        eContentType: '1.2.840.113549.1.9.16.1.4',
        eContent: new asn1.OctetString({ valueHex: content }),
      }),
      certificates: [certificate],
      signerInfos: [
        new pki.SignerInfo({
          version: 1,
          sid: new pki.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        }),
      ],
    });
    await signed.sign(key, 0, 'SHA-256', content);
    const answer = new pki.TimeStampResp({
      status: new pki.PKIStatusInfo({ status: 0 }),
      timeStampToken: new pki.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) }),
    });
    return stampedAt(new Uint8Array(answer.toSchema().toBER(false)), message, pem);
  };
  expect(await forged(['1.3.6.1.5.5.7.3.8'])).toBeInstanceOf(Date);
  expect(await forged(undefined)).toBeUndefined();
  expect(await forged(['1.3.6.1.5.5.7.3.1'])).toBeUndefined();
  expect(await forged(['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.1'])).toBeUndefined();
});

const bytesOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
