import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { cardPostFits, robotPostFits } from '#src/adapters/dingtalk/callback-door/http-signatures.ts';

const secret = 'application-secret';
const now = new Date('2026-11-23T00:00:00Z');
const at = (ms: number) => String(now.getTime() + ms);
const hmac = (key: string, words: string) => createHmac('sha256', key).update(words).digest('base64');

test('a robot message by HTTP is taken when its timestamp is signed with our secret and less than an hour old', () => {
  const signed = (timestamp: string, key = secret) => hmac(key, `${timestamp}\n${key}`);
  expect(robotPostFits(secret, at(0), signed(at(0)), now)).toBe(true);
  expect(robotPostFits(secret, at(-3_500_000), signed(at(-3_500_000)), now)).toBe(true);
  expect(robotPostFits(secret, at(-3_700_000), signed(at(-3_700_000)), now)).toBe(false);
  expect(robotPostFits(secret, at(0), signed(at(0), 'another'), now)).toBe(false);
  expect(robotPostFits(secret, at(0), signed(at(1)), now)).toBe(false);
  expect(robotPostFits(secret, 'now', signed('now'), now)).toBe(false);
  expect(robotPostFits(secret, at(0), '', now)).toBe(false);
});

test('a tapped card by HTTP is taken when its timestamp is signed with the key of that card route', () => {
  expect(cardPostFits(secret, at(0), hmac(secret, at(0)), now)).toBe(true);
  expect(cardPostFits(secret, at(0), hmac('another', at(0)), now)).toBe(false);
  expect(cardPostFits(secret, at(-3_700_000), hmac(secret, at(-3_700_000)), now)).toBe(false);
});
