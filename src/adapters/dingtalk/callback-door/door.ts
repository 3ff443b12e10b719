import { randomBytes } from 'node:crypto';
import { Refused } from '#src/domain/refused.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Incoming } from '#src/ports/inbox.ts';
import type { TenantSettings } from '../tenant-settings.ts';
import { decipher, type Envelope, encipher } from './crypto.ts';

const skewMs = 5 * 60_000;

/**
 * The HTTP door for organisations that do not use the stream: the same events into the same inbox. Refuses `callback.signature`,
 * `callback.replayed` (too old, or this very request was seen), `callback.undecipherable`, `frame.foreign-corp`.
 */
export function callbackDoor(settings: TenantSettings, clock: Clock, keep: (incoming: Incoming) => Promise<boolean>) {
  const seen = new Map<string, number>();
  return async (envelope: Envelope): Promise<object> => {
    const { callback } = settings;
    if (!callback)
      throw new Refused(
        'callback.signature',
        `Organisation ${settings.tenant} has no callback token: set it, or use the stream`,
      );
    const secrets = { token: callback.token(), aesKey: callback.aesKey(), ownerKey: settings.clientId };
    const text = decipher(secrets, envelope);
    const now = clock.now().getTime();
    const sentAt = Number(envelope.timestamp) * (envelope.timestamp.length <= 10 ? 1000 : 1);
    for (const [nonce, at] of seen) if (at < now - 2 * skewMs) seen.delete(nonce);
    const name = `${envelope.timestamp} ${envelope.nonce} ${envelope.signature}`;
    if (!(Math.abs(now - sentAt) <= skewMs) || seen.has(name))
      throw new Refused('callback.replayed', 'The callback is too old or was delivered before');
    const event = eventIn(text);
    const eventType = String(event['EventType'] ?? '');
    if (eventType !== 'check_url') {
      if (typeof event['CorpId'] === 'string' && event['CorpId'] !== settings.corpId)
        throw new Refused('frame.foreign-corp', 'The callback is for another organisation');
      const key = nameOf(event, eventType) ?? envelope.signature;
      await keep({
        tenant: settings.tenant,
        key,
        kind: 'event',
        topic: '*',
        eventType,
        data: text,
        at: new Date(now),
        eventCorpId: settings.corpId,
      });
    }
    seen.set(name, now);
    return encipher(secrets, 'success', String(now), randomBytes(8).toString('hex'));
  };
}

/** What this event is called when it comes again: its id; else what it is about and when it happened, because one matter has many events. */
function nameOf(event: Readonly<Record<string, unknown>>, eventType: string): string | undefined {
  const { eventId, BizId, EventTime } = event;
  if (eventId !== undefined && eventId !== '') return String(eventId);
  return BizId === undefined || EventTime === undefined ? undefined : `${eventType} ${BizId} ${EventTime}`;
}

function eventIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return Object.fromEntries(Object.entries(value));
  } catch {
    // Told below with the code of what could not be read.
  }
  throw new Refused('callback.undecipherable', 'The callback holds no event');
}
