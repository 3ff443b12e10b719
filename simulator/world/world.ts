import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { PlacedResult, Placement } from '../engines/cards/stage.ts';
import type { Somebody, Where } from '../engines/scene.ts';
import type { Gateway } from '../stream/gateway.ts';
import type { Cast } from './cast.ts';
import { corpsFrom } from './cast.ts';
import { WorldClock } from './clock.ts';
import { Journal } from './journal.ts';
import { Messages, type Sent } from './messages.ts';
import type {
  App,
  Conversation,
  Corp,
  CountedFault,
  Faults,
  Group,
  Person,
  StoredFile,
  StoredMessage,
} from './types.ts';

/**
 * Everything there is, and the news of it. Long because it is the one place where people, groups, messages and apps are looked up;
 * what they do to each other is in the parts.
 */
export class World {
  readonly clock: WorldClock;
  readonly journal: Journal;
  readonly corps: Map<string, Corp>;
  readonly changes = new EventEmitter();
  readonly messages = new Messages();
  readonly files = new Map<string, StoredFile & { readonly clientIds: readonly string[]; readonly corpId: string }>();
  faults: Faults = {};
  #spaces = 0;
  /** Set by the gateway part when the world is put together. */
  gateway: Gateway | undefined;
  /** Where this world answers; needed for the addresses it hands out. */
  url = '';

  constructor(cast: Cast, start: 'real' | number) {
    this.clock = new WorldClock(start);
    this.journal = new Journal(() => this.clock.now());
    this.corps = corpsFrom(cast);
    this.changes.setMaxListeners(0);
  }

  // --- the scene the engines play on -------------------------------------------------------------

  now(): number {
    return this.clock.now();
  }

  person(corpId: string, userId: string): Somebody | undefined {
    return this.corps.get(corpId)?.people.get(userId);
  }

  byUnionId(corpId: string, unionId: string): Somebody | undefined {
    return this.people(corpId).find((one) => one.unionId === unionId);
  }

  people(corpId: string): readonly Person[] {
    return [...(this.corps.get(corpId)?.people.values() ?? [])];
  }

  emit(corpId: string, eventType: string, data: object): void {
    this.gateway?.emitEvent(corpId, eventType, data);
  }

  changed(kind: string, where: Where): void {
    this.changes.emit('change', { kind, ...where });
  }

  note(what: string, detail: Readonly<Record<string, unknown>>): void {
    this.journal.add('note', { what, ...detail });
  }

  push(clientId: string, topic: string, data: object): Promise<unknown> {
    return this.gateway?.pushCallback(clientId, topic, data) ?? Promise.resolve(undefined);
  }

  async within<Answer>(ms: number, answer: Promise<Answer>): Promise<Answer | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), ms);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  isUnpublished(templateId: string): boolean {
    return this.faults.templateUnpublished?.includes(templateId) ?? false;
  }

  isRefused(words: string): boolean {
    return this.faults.contentRefused?.some((part) => part !== '' && words.includes(part)) ?? false;
  }

  // --- cards as messages -------------------------------------------------------------------------

  place(placement: Placement): PlacedResult {
    const { corpId, clientId, space, outTrackId, delivery } = placement;
    const app = this.app(clientId);
    const conversationId = space.type === 'IM_ROBOT' ? this.chatId(clientId, space.id) : space.id;
    const conversation = this.conversation(corpId, conversationId);
    if (!conversation || !app) return { errorMsg: 'the space does not exist' };
    if (conversation.kind === 'group' && !conversation.group.robots.has(clientId))
      return { errorMsg: 'the robot is not in the group' };
    const carrierId = `${randomBytes(9).toString('base64')}=`;
    const isPinned = space.type === 'ONE_BOX';
    if (isPinned) this.#unpin(corpId, conversationId);
    this.post({
      corpId,
      conversationId,
      from: { kind: 'robot', clientId, name: app.robotName },
      kind: 'card',
      outTrackId,
      atUsers: placement.atUserIds,
      ...(isPinned ? { pinnedUntil: delivery.expiresAt ?? Infinity } : {}),
      ...(delivery.recipients.length > 0 ? { recipients: delivery.recipients } : {}),
      pushText: placement.pushText || placement.summary,
      processQueryKey: carrierId,
    });
    return { carrierId };
  }

  /** One pinned card per conversation. */
  #unpin(corpId: string, conversationId: string): void {
    for (const message of this.messagesOf(corpId, conversationId)) if (message.pinnedUntil) message.recalled = true;
  }

  mayLook(corpId: string, outTrackId: string, userId: string): boolean {
    return this.messages
      .byCard(outTrackId)
      .some((message) => message.corpId === corpId && !message.recalled && this.maySee(message, userId));
  }

  // --- looking things up -------------------------------------------------------------------------

  app(clientId: string): App | undefined {
    for (const corp of this.corps.values()) {
      const found = corp.apps.get(clientId);
      if (found) return found;
    }
    return undefined;
  }

  group(corpId: string, openConversationId: string): Group | undefined {
    const found = this.corps.get(corpId)?.groups.get(openConversationId);
    return found?.disbanded ? undefined : found;
  }

  chatId(clientId: string, userId: string): string {
    return `cid${Buffer.from(`${clientId}/${userId}`).toString('base64')}`;
  }

  conversation(corpId: string, conversationId: string): Conversation | undefined {
    const group = this.group(corpId, conversationId);
    if (group) return { corpId, conversationId, kind: 'group', group };
    const [clientId, userId] = Buffer.from(conversationId.slice(3), 'base64').toString('utf8').split('/');
    const known =
      clientId && userId && this.corps.get(corpId)?.apps.has(clientId) && this.corps.get(corpId)?.people.has(userId);
    return known ? { corpId, conversationId, kind: 'robot', clientId, userId } : undefined;
  }

  maySee(message: StoredMessage, userId: string): boolean {
    const conversation = this.conversation(message.corpId, message.conversationId);
    if (!conversation) return false;
    const inside =
      conversation.kind === 'group' ? conversation.group.members.has(userId) : conversation.userId === userId;
    const isOver = message.pinnedUntil !== undefined && message.pinnedUntil <= this.now();
    return inside && !isOver && (message.recipients === undefined || message.recipients.includes(userId));
  }

  messagesOf(corpId: string, conversationId: string): readonly StoredMessage[] {
    return this.messages.in(corpId, conversationId);
  }

  newSpaceId(): string {
    this.#spaces += 1;
    return String(26_640_000 + this.#spaces);
  }

  post(sent: Sent): StoredMessage {
    const message = this.messages.add(sent, this.now());
    this.changed('message', { corpId: message.corpId, conversationId: message.conversationId });
    return message;
  }

  /** A counted fault strikes when some of it is left. */
  strikes(fault: CountedFault): boolean {
    const left = this.faults[fault] ?? 0;
    if (left <= 0) return false;
    this.faults = { ...this.faults, [fault]: left - 1 };
    this.journal.add('fault', { fault });
    return true;
  }
}
