import { randomBytes } from 'node:crypto';
import { asWire, parsed, text } from '../engines/wire.ts';

export type Headers = Readonly<Record<string, string>>;

/** What goes down the stream: header values are always words, the data is a JSON string. */
export type Frame = {
  readonly specVersion: '1.0';
  readonly type: string;
  readonly headers: Headers;
  readonly data: string;
};

/** What comes up: the answer to one messageId. */
export type Ack = { readonly code: number; readonly data: unknown };

export function frameOf(type: string, topic: string, headers: Headers, data: unknown, now: number): Frame {
  const given = { topic, messageId: newMessageId(now), contentType: 'application/json', time: String(now) };
  const written = typeof data === 'string' ? data : JSON.stringify(data ?? {});
  return { specVersion: '1.0', type, headers: { ...given, ...headers }, data: written };
}

/** The server's farewell carries no messageId in DingTalk's own example. */
export function farewell(now: number): Frame {
  const { messageId: _none, ...headers } = frameOf('SYSTEM', 'disconnect', {}, {}, now).headers;
  const data = JSON.stringify({ reason: 'connection is expired' });
  return { specVersion: '1.0', type: 'SYSTEM', headers, data };
}

const newMessageId = (now: number): string =>
  `${randomBytes(4).toString('hex')}_${randomBytes(2).toString('hex')}_${now}`;

/** Reads an answer; undefined for what is no answer. */
export function ackIn(raw: string): { readonly messageId: string; readonly ack: Ack } | undefined {
  const said = asWire(parsed(raw));
  const messageId = text(asWire(said['headers']), 'messageId');
  if (messageId === undefined) return undefined;
  const data = typeof said['data'] === 'string' ? parsed(said['data']) : said['data'];
  return { messageId, ack: { code: Number(said['code'] ?? 0), data } };
}

/** SDKs say "later" each in its own way: another code, or LATER with code 200. No answer counts as no, too. */
export const isTaken = (ack: Ack | undefined): boolean => ack?.code === 200 && asWire(ack.data)['status'] !== 'LATER';
