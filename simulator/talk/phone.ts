import { refuse } from '../engines/refusal.ts';
import { number, type Wire } from '../engines/wire.ts';
import { need } from '../http/need.ts';
import type { StoredMessage } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Dings } from './dings.ts';

/** A card as somebody sees it. */
export type CardEyes = { readonly view: (outTrackId: string, userId: string) => Promise<unknown> };
/** The little red numbers of the workbench. */
type Badges = (
  corpId: string,
  userId: string,
) => { readonly approvals: number; readonly todos: number; readonly notices: number; readonly calendar: number };
export type Pocket = {
  readonly world: World;
  readonly dings: Dings;
  readonly cards: CardEyes;
  readonly badges: Badges;
};

/** What lies in one person's pocket: the conversations, the newest first, and what waits. */
export function phoneOf({ world, dings, badges }: Pocket, query: Wire) {
  const [corpId = '', userId = ''] = need(query, 'corpId', 'userId');
  const corp = world.corps.get(corpId);
  const person = corp?.people.get(userId);
  if (!corp || !person) return refuse('not-found', 'no such person', 404);
  const groups = [...corp.groups.values()]
    .filter((group) => !group.disbanded && group.members.has(userId))
    .map((group) => ({ conversationId: group.openConversationId, kind: 'group', title: group.title }));
  const chats = [...corp.apps.values()].map((app) => ({
    conversationId: world.chatId(app.clientId, userId),
    kind: 'robot',
    title: app.robotName,
    clientId: app.clientId,
  }));
  const conversations = [...groups, ...chats].map((one) => {
    const seen = world.messagesOf(corpId, one.conversationId).filter((message) => world.maySee(message, userId));
    const last = seen.at(-1);
    const unread = seen.filter(
      (message) => message.from.userId !== userId && !message.readBy.has(userId) && !message.recalled,
    ).length;
    return {
      ...one,
      unread,
      lastText: last ? (last.recalled ? '' : (last.pushText ?? last.text ?? '')) : '',
      lastAt: last?.at ?? 0,
    };
  });
  conversations.sort((one, other) => other.lastAt - one.lastAt);
  return { user: person, conversations, badges: { ...badges(corpId, userId), dings: dings.of(corpId, userId).length } };
}

/** A conversation as one person sees it; a recalled message keeps its place and loses its words. */
export async function messagesFor({ world, cards }: Pocket, query: Wire) {
  const [corpId = '', userId = '', conversationId = ''] = need(query, 'corpId', 'userId', 'conversationId');
  const after = number(query, 'after') ?? 0;
  const seen = world
    .messagesOf(corpId, conversationId)
    .filter((message) => message.at > after && world.maySee(message, userId));
  return { messages: await Promise.all(seen.map((message) => shape(message, userId, cards, world))) };
}

async function shape(message: StoredMessage, userId: string, cards: CardEyes, world: World) {
  const { messageId, at, from, kind, mention, atUsers, recalled, readBy, file, outTrackId } = message;
  const base = { messageId, at, from, kind, mention, atUsers, recalled, readBy: [...readBy.keys()] };
  if (recalled) return base;
  const { text, title, buttons, durationMs, recognition, quote, pushText } = message;
  const words = { text, title, buttons, durationMs, recognition, quote, pushText };
  const address = file && `${world.url}/sim/files/${encodeURIComponent(file.code)}`;
  return {
    ...base,
    ...words,
    ...(file ? { file: { fileName: file.fileName, size: file.bytes.length, url: address } } : {}),
    ...(outTrackId ? { card: { outTrackId, view: await cards.view(outTrackId, userId) } } : {}),
  };
}
