import type { AdminEndpoint } from '../engines/endpoint.ts';
import { refuse } from '../engines/refusal.ts';
import { flag, number, text, type Wire } from '../engines/wire.ts';
import type { GroupSpaces } from '../files/group-spaces.ts';
import { need } from '../http/need.ts';
import type { World } from '../world/world.ts';
import { messagesFor, type Pocket, phoneOf } from './phone.ts';
import { type Said, say } from './say.ts';
import type { Sessions } from './sessions.ts';

type Hands = Pocket & { readonly spaces: GroupSpaces; readonly sessions: Sessions };

/** What people do with their phones. */
export const phoneAdmin = (hands: Hands): readonly AdminEndpoint[] => [
  { method: 'GET', path: '/sim/api/phone', run: ({ query }) => phoneOf(hands, query) },
  { method: 'GET', path: '/sim/api/messages', run: ({ query }) => messagesFor(hands, query) },
  { method: 'POST', path: '/sim/api/say', run: ({ body }) => speak(hands, body, 'text') },
  { method: 'POST', path: '/sim/api/send', run: ({ body }) => speak(hands, body, kindOf(body)) },
  { method: 'POST', path: '/sim/api/read', run: ({ body }) => readAll(hands.world, body) },
  { method: 'POST', path: '/sim/api/recall', run: ({ body }) => recallOwn(hands.world, body) },
  { method: 'GET', path: '/sim/api/dings', run: ({ query }) => dingsOf(hands, query) },
  { method: 'POST', path: '/sim/api/upload', run: ({ body }) => uploadInto(hands, body) },
];

function dingsOf({ dings }: Hands, query: Wire) {
  const [corpId = '', userId = ''] = need(query, 'corpId', 'userId');
  return { dings: dings.of(corpId, userId) };
}

function kindOf(body: Wire): Said['kind'] {
  const kind = text(body, 'kind');
  return kind === 'picture' || kind === 'file' || kind === 'audio' || kind === 'video'
    ? kind
    : refuse('missing', 'kind is picture, file, audio or video');
}

function speak(hands: Hands, body: Wire, kind: Said['kind']) {
  const [corpId = '', userId = '', conversationId = ''] = need(body, 'corpId', 'userId', 'conversationId');
  const base64 = text(body, 'base64');
  const words = text(body, 'text');
  const quote = text(body, 'quote');
  const fileName = text(body, 'fileName');
  const recognition = text(body, 'recognition');
  const durationMs = number(body, 'durationMs');
  return say(hands, {
    corpId,
    userId,
    conversationId,
    kind,
    mention: flag(body, 'mention'),
    ...(words === undefined ? {} : { text: words }),
    ...(quote ? { quote } : {}),
    ...(fileName ? { fileName } : {}),
    ...(base64 === undefined
      ? kind === 'text'
        ? {}
        : { bytes: new Uint8Array() }
      : { bytes: Buffer.from(base64, 'base64') }),
    ...(recognition ? { recognition } : {}),
    ...(durationMs ? { durationMs } : {}),
  });
}

function readAll(world: World, body: Wire) {
  const [corpId = '', userId = '', conversationId = ''] = need(body, 'corpId', 'userId', 'conversationId');
  let count = 0;
  for (const message of world.messagesOf(corpId, conversationId)) {
    if (
      message.from.userId === userId ||
      message.recalled ||
      message.readBy.has(userId) ||
      !world.maySee(message, userId)
    )
      continue;
    message.readBy.set(userId, world.now());
    count += 1;
    if (message.from.clientId && message.processQueryKey) {
      world.emit(corpId, 'robot_msg_read', {
        userId,
        unionId: world.person(corpId, userId)?.unionId ?? '',
        robotCode: message.from.clientId,
        openConversationId: conversationId,
        processQueryKey: message.processQueryKey,
        operatTime: String(world.now()),
      });
    }
  }
  if (count > 0) world.changed('read', { corpId, userId, conversationId });
  return { read: count };
}

function recallOwn(world: World, body: Wire) {
  const [corpId = '', userId = '', messageId = ''] = need(body, 'corpId', 'userId', 'messageId');
  const message = world.messages.get(messageId);
  if (message?.corpId !== corpId || message.from.userId !== userId)
    return refuse('not-found', 'no such message of this person', 404);
  message.recalled = true;
  world.changed('message', { corpId, conversationId: message.conversationId });
  return { recalled: true };
}

function uploadInto({ world, spaces }: Hands, body: Wire) {
  const [corpId = '', userId = '', openConversationId = '', fileName = ''] = need(
    body,
    'corpId',
    'userId',
    'openConversationId',
    'fileName',
  );
  const group = world.group(corpId, openConversationId) ?? refuse('not-found', 'no such group', 404);
  return spaces.put(group, userId, { fileName, bytes: Buffer.from(text(body, 'base64') ?? '', 'base64') });
}
