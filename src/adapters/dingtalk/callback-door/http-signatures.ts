import { createHmac, timingSafeEqual } from 'node:crypto';

const hourMs = 3_600_000;

/** A robot message by HTTP: `sign` is the HMAC of the timestamp under the application's secret, and good for an hour. */
export const robotPostFits = (secret: string, timestamp: string, sign: string, now: Date): boolean =>
  isFresh(timestamp, now) && fits(hmac(secret, `${timestamp}\n${secret}`), sign);

/** A card callback by HTTP: only the timestamp is signed, not the body; the stream is the better way. */
export const cardPostFits = (apiSecret: string, timestamp: string, signature: string, now: Date): boolean =>
  isFresh(timestamp, now) && fits(hmac(apiSecret, timestamp), signature);

const isFresh = (timestamp: string, now: Date): boolean =>
  /^\d{13}$/.test(timestamp) && Math.abs(now.getTime() - Number(timestamp)) <= hourMs;

const hmac = (key: string, words: string): Buffer => createHmac('sha256', key).update(words).digest();

function fits(expected: Buffer, given: string): boolean {
  const bytes = Buffer.from(given, 'base64');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}
