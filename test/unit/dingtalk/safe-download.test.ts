import { createServer, type RequestListener } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import nock from 'nock';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { allowed, download, leadsInside, lookOutside } from '#src/adapters/dingtalk/safe-download.ts';
import { realBases } from '#src/adapters/dingtalk/tenant-settings.ts';

afterEach(() => nock.cleanAll());

test('only DingTalk’s storage is asked, by https, whatever the address says', () => {
  expect(allowed(realBases.api, 'http://zjk.oss-cn-zhangjiakou.aliyuncs.com/a.file?Expires=1').href).toBe(
    'https://zjk.oss-cn-zhangjiakou.aliyuncs.com/a.file?Expires=1',
  );
  for (const address of [
    'https://evil.example/a',
    'https://aliyuncs.com.evil.example/a',
    'https://evilaliyuncs.com/a',
    'https://127.0.0.1/a',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/a',
    'https://x.aliyuncs.com:8443/a',
    'https://user:pass@x.aliyuncs.com/a',
    'file:///etc/passwd',
    'ftp://x.aliyuncs.com/a',
    'no address',
    '',
  ])
    expect(() => allowed(realBases.api, address), address).toThrow('leads elsewhere');
});

test('a pretend DingTalk hands out its own address and no other, not even on this machine', () => {
  expect(allowed('http://127.0.0.1:4300', 'http://127.0.0.1:4300/storage/a').pathname).toBe('/storage/a');
  expect(() => allowed('http://127.0.0.1:4300', 'http://127.0.0.1:5432/')).toThrow('leads elsewhere');
  expect(() => allowed('http://127.0.0.1:4300', 'https://x.aliyuncs.com/a')).toThrow('leads elsewhere');
});

test('addresses inside a network are known in every spelling', () => {
  for (const ip of [
    '10.1.2.3',
    '127.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])
    expect(leadsInside(ip), ip).toBe(true);
  for (const ip of ['47.92.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2408:4000::1', '2400:3200::1'])
    expect(leadsInside(ip), ip).toBe(false);
});

test('a good name that leads inside is not dialled', async () => {
  const code = await new Promise((resolve) =>
    lookOutside('localhost', { all: true }, (error) => resolve(error && 'code' in error ? error.code : error)),
  );
  expect(code).toBe('ERR_ADDRESS_INSIDE');
});

async function aServer(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  const url = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`;
  return (limit: number): Promise<Readable> => download({ bases: { api: url, oapi: url } }, `${url}/a.file`, {}, limit);
}

test('bytes come as they are', async () => {
  const fetch = await aServer((_request, response) => response.end('ECG'));
  expect((await buffer(await fetch(10))).toString()).toBe('ECG');
});

test('a file that says it is too large is refused before a byte, one that does not say so while it comes', async () => {
  const honest = await aServer((_request, response) => response.end(Buffer.alloc(11)));
  await expect(honest(10)).rejects.toMatchObject({ code: 'upload.too-large' });

  const silent = await aServer((_request, response) => {
    response.write(Buffer.alloc(8));
    setTimeout(() => response.end(Buffer.alloc(8)), 20);
  });
  await expect(buffer(await silent(10))).rejects.toMatchObject({ code: 'upload.too-large' });
});

test('an address that has lapsed is told as lapsed; a redirect is not followed; a broken line may be tried again', async () => {
  const lapsed = await aServer((_request, response) => response.writeHead(403).end());
  await expect(lapsed(10)).rejects.toMatchObject({ code: 'upload.expired' });

  const moved = await aServer((_request, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end());
  await expect(moved(10)).rejects.toMatchObject({ name: 'Unreachable' });

  const broken = await aServer((_request, response) => {
    response.writeHead(200, { 'content-length': 8 }).write('EC');
    setTimeout(() => response.destroy(), 20);
  });
  await expect(buffer(await broken(10))).rejects.toMatchObject({ name: 'Unreachable' });
});

test('a failed fetch does not carry the address, which is a key', async () => {
  nock('https://x.aliyuncs.com').get('/a').query(true).replyWithError('refused');
  const failed = await download({ bases: realBases }, 'https://x.aliyuncs.com/a?Signature=key-9', {}, 10).catch(
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ name: 'Unreachable' });
  expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain('key-9');
});
