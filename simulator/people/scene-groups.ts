import { type Endpoint, post } from '../engines/endpoint.ts';
import { refuse } from '../engines/refusal.ts';
import { needText, number, text, texts, type Wire } from '../engines/wire.ts';
import type { Group } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { newConversationId } from './group-moves.ts';

const bad = 'parameter.invalid';

/** Groups made by an application from a template, which carries the robot; in snake_case, as DingTalk has it. */
export function sceneGroupEndpoints(world: World): readonly Endpoint[] {
  const group = (corpId: string, id: string) => world.group(corpId, id) ?? refuse(bad, 'there is no such conversation');
  const known = (corpId: string, users: readonly string[]) => {
    if (users.some((user) => !world.person(corpId, user)?.active)) refuse('member.notFound', 'a member is not known');
    return users;
  };
  return [
    post('/v1.0/im/sceneGroup/create', ({ body, corpId, clientId }) => {
      const made = sameUuid(world, corpId, text(body, 'uuid')) ?? makeGroup(world, corpId, clientId, body, known);
      return { open_conversation_id: made.openConversationId, chat_id: `chat${made.spaceId}` };
    }),
    post('/v1.0/im/sceneGroup/member/add', ({ body, corpId }) => {
      const found = group(corpId, needText(body, 'open_conversation_id', bad));
      const users = known(corpId, texts(body, 'user_ids'));
      if (found.members.size + users.length > 1000) refuse('member.exceed', 'a group has at most 1,000 members');
      for (const user of users) found.members.add(user);
      membersChanged(world, found, 'chat_add_member', users);
      return { success: true };
    }),
    post('/v1.0/im/sceneGroup/member/delete', ({ body, corpId }) => {
      const found = group(corpId, needText(body, 'open_conversation_id', bad));
      const users = texts(body, 'user_ids');
      for (const user of users) found.members.delete(user);
      membersChanged(world, found, 'chat_remove_member', users);
      return { success: true };
    }),
    post('/v1.0/im/sceneGroups/members/batchQuery', ({ body, corpId }) => {
      const found = group(corpId, needText(body, 'openConversationId', bad));
      const size = Math.min(number(body, 'maxResults') ?? refuse(bad, 'maxResults is missing'), 1000);
      const from = number(body, 'nextToken') ?? 0;
      const all = [...found.members];
      const hasMore = from + size < all.length;
      const page = all.slice(from, from + size);
      const names = page.map((userId) => [userId, world.person(corpId, userId)?.name ?? '']);
      return {
        success: true,
        memberUserIds: page,
        unionIdList: [],
        staffIdNickMap: Object.fromEntries(names),
        unionIdNickMap: {},
        hasMore,
        ...(hasMore ? { nextToken: String(from + size) } : {}),
      };
    }),
  ];
}

const sameUuid = (world: World, corpId: string, uuid: string | undefined): Group | undefined =>
  [...(world.corps.get(corpId)?.groups.values() ?? [])].find((one) => uuid !== undefined && one.uuid === uuid);

type Known = (corpId: string, users: readonly string[]) => readonly string[];

function makeGroup(world: World, corpId: string, clientId: string, body: Wire, known: Known): Group {
  const title = needText(body, 'title', bad);
  if (title.length > 30) refuse(bad, 'the title has at most 30 characters');
  needText(body, 'template_id', 'groupTemplate.notFound');
  const owner = needText(body, 'owner_user_id', bad);
  const members = new Set(known(corpId, [owner, ...texts(body, 'user_ids')]));
  const uuid = text(body, 'uuid');
  const group: Group = {
    corpId,
    openConversationId: newConversationId(),
    title,
    owner,
    members,
    robots: new Set([clientId]),
    spaceId: world.newSpaceId(),
    ...(uuid === undefined ? {} : { uuid }),
  };
  world.corps.get(corpId)?.groups.set(group.openConversationId, group);
  world.changed('group', { corpId });
  return group;
}

function membersChanged(world: World, group: Group, eventType: string, users: readonly string[]): void {
  const { corpId, openConversationId, owner, spaceId } = group;
  world.emit(corpId, eventType, {
    timeStamp: String(world.now()),
    corpId,
    chatId: `chat${spaceId}`,
    openConversationId,
    operator: owner,
    operatorUnionId: world.person(corpId, owner)?.unionId ?? '',
    userId: users,
    unionId: users.map((user) => world.person(corpId, user)?.unionId ?? ''),
  });
  world.changed('group', { corpId, conversationId: openConversationId });
}
