import { randomBytes } from 'node:crypto';
import { refuse } from '../engines/refusal.ts';
import { needText, text, texts, type Wire } from '../engines/wire.ts';
import { need } from '../http/need.ts';
import type { Group } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** What an administrator does to a group by hand. No event tells of robots that come and go, nor of messages. */
export function changeGroup(world: World, body: Wire): { readonly openConversationId: string } {
  const [corpId = '', deed = ''] = need(body, 'corpId', 'do');
  if (!world.corps.has(corpId)) refuse('not-found', 'no such corp', 404);
  if (deed === 'create') return { openConversationId: newGroup(world, corpId, body).openConversationId };
  const [openConversationId = ''] = need(body, 'openConversationId');
  const group = world.group(corpId, openConversationId) ?? refuse('not-found', 'no such group', 404);
  const tell = (eventType: string, more: object = {}) =>
    world.emit(corpId, eventType, { ...about(world, group, text(body, 'operator') ?? group.owner), ...more });
  const users = texts(body, 'userIds');
  const who = { userId: users, unionId: users.map((user) => world.person(corpId, user)?.unionId ?? '') };
  switch (deed) {
    case 'add':
      for (const user of users) if (world.person(corpId, user)?.active) group.members.add(user);
      tell('chat_add_member', who);
      break;
    case 'remove':
      for (const user of users) group.members.delete(user);
      tell('chat_remove_member', who);
      break;
    case 'disband':
      group.disbanded = true;
      tell('chat_disband');
      break;
    case 'rename':
      group.title = needText(body, 'title', 'missing');
      tell('chat_update_title', { title: group.title });
      break;
    case 'addRobot':
      group.robots.add(needText(body, 'clientId', 'missing'));
      break;
    case 'removeRobot':
      group.robots.delete(needText(body, 'clientId', 'missing'));
      break;
    default:
      refuse('missing', 'do is create, add, remove, disband, rename, addRobot or removeRobot');
  }
  world.changed('group', { corpId, conversationId: openConversationId });
  return { openConversationId };
}

const about = (world: World, group: Group, operator: string) => ({
  timeStamp: String(world.now()),
  corpId: group.corpId,
  chatId: `chat${group.spaceId}`,
  openConversationId: group.openConversationId,
  operator,
  operatorUnionId: world.person(group.corpId, operator)?.unionId ?? '',
});

function newGroup(world: World, corpId: string, body: Wire): Group {
  const owner = text(body, 'operator') ?? texts(body, 'userIds')[0] ?? '';
  const group: Group = {
    corpId,
    openConversationId: text(body, 'openConversationId') ?? newConversationId(),
    title: text(body, 'title') ?? 'Group',
    owner,
    members: new Set(texts(body, 'userIds')),
    robots: new Set(texts(body, 'robots')),
    spaceId: world.newSpaceId(),
  };
  world.corps.get(corpId)?.groups.set(group.openConversationId, group);
  world.changed('group', { corpId });
  return group;
}

/** Full of what must be encoded in an address, as the real ones are. */
export const newConversationId = (): string => `cid${randomBytes(15).toString('base64')}/+==`;
