import type { RefusalCode } from '#src/domain/refused.ts';
import type { Incoming } from '#src/ports/inbox.ts';
import type { TenantSettings } from '../tenant-settings.ts';
import type { Frame } from './connection.ts';

/**
 * A frame as something to keep: under the name it will have when it comes again, and only if it is this organisation's own.
 * Events are named by eventId (a repeat has a new messageId), robot messages by msgId, card taps by messageId.
 */
export function incomingFrom(
  { tenant, corpId }: Pick<TenantSettings, 'tenant' | 'corpId'>,
  frame: Frame,
  at: Date,
): Incoming | { readonly refused: RefusalCode } {
  const { topic = '', messageId, eventId, eventType, eventCorpId } = frame.headers;
  const body = parsed(frame.data);
  if (frame.type === 'EVENT') {
    const key = eventId ?? messageId;
    if (!key || !eventType) return { refused: 'frame.malformed' };
    if (eventCorpId && eventCorpId !== corpId) return { refused: 'frame.foreign-corp' };
    return {
      tenant,
      key,
      kind: 'event',
      topic,
      eventType,
      data: frame.data,
      at,
      ...(eventCorpId ? { eventCorpId } : {}),
    };
  }
  if (!body || !messageId) return { refused: 'frame.malformed' };
  if (topic.includes('/bot/messages')) {
    if (typeof body['chatbotCorpId'] === 'string' && body['chatbotCorpId'] !== corpId)
      return { refused: 'frame.foreign-corp' };
    const { msgId } = body;
    return {
      tenant,
      key: typeof msgId === 'string' && msgId ? msgId : messageId,
      kind: 'robot',
      topic,
      data: frame.data,
      at,
    };
  }
  if (typeof body['corpId'] === 'string' && body['corpId'] !== corpId) return { refused: 'frame.foreign-corp' };
  return { tenant, key: messageId, kind: 'card', topic, data: frame.data, at };
}

/** The organisation a callback says it belongs to, if it says one. */
export function corpIn(data: string): string | undefined {
  const { corpId } = parsed(data) ?? {};
  return typeof corpId === 'string' ? corpId : undefined;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    // Not JSON: refused by the caller with its code.
    return undefined;
  }
}
