import { randomBytes } from 'node:crypto';
import type { StoredMessage } from './types.ts';

/** A message as it is sent; the rest is given to it when it lies in the conversation. */
export type Sent = Omit<StoredMessage, 'messageId' | 'at' | 'readBy' | 'recalled' | 'mention' | 'atUsers'> &
  Partial<Pick<StoredMessage, 'mention' | 'atUsers'>>;

/** Every message that was ever sent, found by conversation, by itself, by its query key or by its card. */
export class Messages {
  readonly #inConversation = new Map<string, StoredMessage[]>();
  readonly #byId = new Map<string, StoredMessage>();
  readonly #byQueryKey = new Map<string, StoredMessage[]>();
  readonly #byCard = new Map<string, StoredMessage[]>();

  add(sent: Sent, at: number): StoredMessage {
    const messageId = `msg${randomBytes(12).toString('base64')}==`;
    const given = { messageId, at, readBy: new Map<string, number>(), recalled: false };
    const message: StoredMessage = { mention: false, atUsers: [], ...sent, ...given };
    this.#byId.set(messageId, message);
    append(this.#inConversation, place(sent.corpId, sent.conversationId), message);
    if (sent.processQueryKey !== undefined) append(this.#byQueryKey, sent.processQueryKey, message);
    if (sent.outTrackId !== undefined) append(this.#byCard, sent.outTrackId, message);
    return message;
  }

  in(corpId: string, conversationId: string): readonly StoredMessage[] {
    return this.#inConversation.get(place(corpId, conversationId)) ?? [];
  }

  get(messageId: string): StoredMessage | undefined {
    return this.#byId.get(messageId);
  }

  /** One key for what was sent in one call: to a group one message, to single people one for each. */
  byQueryKey(processQueryKey: string): readonly StoredMessage[] {
    return this.#byQueryKey.get(processQueryKey) ?? [];
  }

  byCard(outTrackId: string): readonly StoredMessage[] {
    return this.#byCard.get(outTrackId) ?? [];
  }
}

const place = (corpId: string, conversationId: string): string => JSON.stringify([corpId, conversationId]);

function append(map: Map<string, StoredMessage[]>, key: string, message: StoredMessage): void {
  const list = map.get(key);
  if (list) list.push(message);
  else map.set(key, [message]);
}
