import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { opened, signatureOf } from '../../../simulator/stream/http-callback.ts';
import { aDingTalk, type DingTalk, type Json } from './core-app.ts';

const aesKey = '0123456789ABCDEFGabcdefghijklmnopqrstuvwxyz';
const owner = 'dingbatontmh';
const key = Buffer.from(`${aesKey}=`, 'base64');
const iv = key.subarray(0, 16);

type Received = {
  readonly query: URLSearchParams;
  readonly encrypt: string;
  readonly body: Json;
  readonly owner: string;
};

/** An application that takes events by HTTP, and answers as it is told. */
async function anAddress(answer: () => string) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let words = '';
    request.on('data', (piece) => {
      words += String(piece);
    });
    request.on('end', () => {
      // DingTalk's body has this one field
      const { encrypt } = JSON.parse(words) as { encrypt: string };
      received.push({ query: new URL(request.url ?? '', 'http://x').searchParams, encrypt, ...plain(encrypt) });
      response.end(JSON.stringify({ msg_signature: '', timeStamp: '0', nonce: '', encrypt: sealed(answer()) }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  // a listening TCP server has an address with a port
  const { port } = server.address() as AddressInfo;
  const events = () => received.filter(({ body }) => body.EventType === 'user_add_org');
  return { url: `http://127.0.0.1:${port}/dingtalk`, received, events };
}

const joins = ({ call }: DingTalk) =>
  call('POST', '/sim/api/user', { corpId: 'dingtmh00001', do: 'join', userId: 'tmh-1003', name: 'Dr Mak' });

test('an application with a callback address gets its events there, signed and encrypted in blocks of 32', async () => {
  const dingtalk = await aDingTalk();
  const { url, received, events } = await anAddress(() => 'success');

  const { body: saved } = await dingtalk.call('POST', '/sim/api/app', { clientId: owner, callbackUrl: url });
  await joins(dingtalk);
  await expect.poll(() => events().length, { timeout: 15_000 }).toBe(1);

  expect(saved).toMatchObject({ checked: true });
  expect(received[0]?.body).toMatchObject({ EventType: 'check_url' });
  const [event] = events();
  expect(event).toMatchObject({
    owner,
    body: { CorpId: 'dingtmh00001', userId: ['tmh-1003'], eventId: expect.any(String), EventTime: expect.any(Number) },
  });
  const signed = [
    'pretend-callback-token-tmh',
    event?.query.get('timestamp'),
    event?.query.get('nonce'),
    event?.encrypt,
  ];
  expect(event?.query.get('signature')).toBe(createHash('sha1').update(signed.sort().join('')).digest('hex'));
});

test('an answer that is not "success" is no answer: the event comes again ten seconds later', async () => {
  const dingtalk = await aDingTalk();
  let words = 'sorry';
  const { url, events } = await anAddress(() => words);
  const { body: saved } = await dingtalk.call('POST', '/sim/api/app', { clientId: owner, callbackUrl: url });
  await joins(dingtalk);
  await expect.poll(() => events().length, { timeout: 15_000 }).toBe(1);
  words = 'success';
  await expect
    .poll(async () => {
      await dingtalk.pass(10_000);
      return events().length;
    })
    .toBe(2);

  await dingtalk.pass(60_000);

  expect(saved).toMatchObject({ checked: false });
  expect(new Set(events().map(({ body }) => body.eventId)).size).toBe(1);
  expect(events()).toHaveLength(2);
});

test('the cipher is DingTalk’s: its own published example opens', () => {
  const encrypt = 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==';
  const example = { aesKey: '1234567890123456789012345678901234567890123', clientId: 'dingsnotzck6pm5veliw' };

  expect(opened(example, encrypt)).toBe('success');
  expect(signatureOf('123456', '1614767836', 'A7Co0cJLMzIDtMMI', encrypt)).toBe(
    '9a95a004dd16f5c307e849b994173f76aa26e5eb',
  );
});

function plain(encrypt: string): { body: Json; owner: string } {
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()]);
  const whole = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
  const end = 20 + whole.readUInt32BE(16);
  // the flat JSON of an event
  return { body: JSON.parse(whole.toString('utf8', 20, end)) as Json, owner: whole.toString('utf8', end) };
}

function sealed(words: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(words.length);
  const text = Buffer.concat([Buffer.alloc(16), length, Buffer.from(words + owner)]);
  const pad = 32 - (text.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(text), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString('base64');
}
