import { expect, test } from 'vitest';
import { decipher, encipher, signatureOf } from '#src/adapters/dingtalk/callback-door/crypto.ts';
import { callbackDoor } from '#src/adapters/dingtalk/callback-door/door.ts';
import type { Incoming } from '#src/ports/inbox.ts';
import { shared } from '#test/builders/a-house.ts';
import { SetClock } from '#test/builders/a-store.ts';

/** The vector DingTalk publishes. */
const official = {
  token: '123456',
  aesKey: '1234567890123456789012345678901234567890123',
  ownerKey: 'dingsnotzck6pm5veliw',
};
const vector = {
  signature: '9a95a004dd16f5c307e849b994173f76aa26e5eb',
  timestamp: '1614767836',
  nonce: 'A7Co0cJLMzIDtMMI',
  encrypt: 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==',
};

test('the published vector opens', () => {
  expect(decipher(official, vector)).toBe('success');
});

test('what we encipher opens again, whatever its length', () => {
  for (let length = 0; length < 70; length += 1) {
    const words = 'x'.repeat(length);
    const { msg_signature: signature, timeStamp: timestamp, nonce, encrypt } = encipher(official, words, '1', 'n');
    expect(decipher(official, { signature, timestamp, nonce, encrypt })).toBe(words);
  }
});

const codeOf = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
    return 'taken';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

test('a wrong signature, altered bytes and another owner are refused', async () => {
  expect(await codeOf(() => decipher(official, { ...vector, signature: vector.signature.replace('9', '8') }))).toBe(
    'callback.signature',
  );
  const altered = `A${vector.encrypt.slice(1)}`;
  expect(
    await codeOf(() =>
      decipher(official, {
        ...vector,
        encrypt: altered,
        signature: signatureOf(official.token, vector.timestamp, vector.nonce, altered),
      }),
    ),
  ).toBe('callback.undecipherable');
  expect(await codeOf(() => decipher({ ...official, ownerKey: 'another' }, vector))).toBe('callback.undecipherable');
});

const clock = new SetClock();
const secrets = { ...official, ownerKey: 'client' };
const settings = {
  tenant: shared,
  corpId: 'dingA',
  clientId: 'client',
  secret: () => 's',
  robotCode: 'client',
  quota: { api: 1, push: 1, qps: 1 },
  bases: { api: 'https://a', oapi: 'https://b' },
  callback: { token: () => secrets.token, aesKey: () => secrets.aesKey },
};
const posted = (event: object, at = clock.now().getTime(), nonce = Math.random().toString(36)) => {
  const {
    msg_signature: signature,
    timeStamp: timestamp,
    nonce: same,
    encrypt,
  } = encipher(secrets, JSON.stringify(event), String(at), nonce);
  return { signature, timestamp, nonce: same, encrypt };
};

test('an event goes into the same inbox as the stream’s, once; a replay and an old one are refused', async () => {
  const kept: Incoming[] = [];
  const door = callbackDoor(settings, clock, async (incoming) => {
    kept.push(incoming);
    return true;
  });
  const event = { EventType: 'bpms_instance_change', CorpId: 'dingA', eventId: 'e1', processInstanceId: 'pi-1' };
  const envelope = posted(event);
  const answer = await door(envelope);
  expect(answer).toHaveProperty('msg_signature');
  expect(kept).toMatchObject([{ key: 'e1', kind: 'event', eventType: 'bpms_instance_change', tenant: shared }]);
  expect(await codeOf(() => door(envelope))).toBe('callback.replayed');
  expect(await codeOf(() => door(posted(event, clock.now().getTime() - 10 * 60_000)))).toBe('callback.replayed');
  expect(await codeOf(() => door(posted({ ...event, CorpId: 'dingB' })))).toBe('frame.foreign-corp');
  expect(kept).toHaveLength(1);
});

test('the first call, which only asks whether we are there, is answered and kept nowhere', async () => {
  const kept: Incoming[] = [];
  await callbackDoor(settings, clock, async (incoming) => kept.push(incoming) > 0)(posted({ EventType: 'check_url' }));
  expect(kept).toEqual([]);
});
