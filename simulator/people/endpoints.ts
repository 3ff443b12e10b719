import { randomBytes } from 'node:crypto';
import { type Endpoint, post } from '../engines/endpoint.ts';
import { refuse } from '../engines/refusal.ts';
import { needText, number, text, texts } from '../engines/wire.ts';
import type { Person } from '../world/types.ts';
import type { World } from '../world/world.ts';

const uncounted = { uncounted: true } as const;
const fine = (result: unknown) => ({ errcode: 0, errmsg: 'ok', result, request_id: randomBytes(6).toString('hex') });

/** The address book (legacy calls) and groups made by applications. */
export function peopleEndpoints(world: World): readonly Endpoint[] {
  const seen = (corpId: string) => world.people(corpId).filter(({ visible }) => visible);
  const person = (corpId: string, userId: string): Person => {
    const found = world.corps.get(corpId)?.people.get(userId);
    if (!found?.active) return refuse('33012', 'invalid userid');
    return found.visible ? found : refuse('50002', 'the employee is outside the range the application may see');
  };
  const group = (corpId: string, id: string) =>
    world.group(corpId, id) ?? refuse('parameter.invalid', 'there is no such conversation');
  return [
    post(
      '/topapi/v2/user/get',
      ({ body, corpId }) => fine(userShape(person(corpId, needText(body, 'userid', '40035')))),
      uncounted,
    ),
    post(
      '/topapi/user/getbyunionid',
      ({ body, corpId }) => {
        const found = world.people(corpId).find(({ unionId, active }) => active && unionId === text(body, 'unionid'));
        return found ? fine({ userid: found.userId, contact_type: 0 }) : refuse('60121', 'no such user');
      },
      uncounted,
    ),
    post(
      '/topapi/user/listid',
      ({ body, corpId }) =>
        fine({
          userid_list: seen(corpId)
            .filter(({ active, departments }) => active && departments.includes(number(body, 'dept_id') ?? 1))
            .map(({ userId }) => userId),
        }),
      uncounted,
    ),
    post(
      '/topapi/v2/user/list',
      ({ body, corpId }) => {
        const from = number(body, 'cursor') ?? 0;
        const size = Math.min(number(body, 'size') ?? 100, 100);
        const all = seen(corpId).filter(
          ({ active, departments }) => active && departments.includes(number(body, 'dept_id') ?? 1),
        );
        return fine({
          has_more: from + size < all.length,
          ...(from + size < all.length ? { next_cursor: from + size } : {}),
          list: all.slice(from, from + size).map(userShape),
        });
      },
      uncounted,
    ),
    post(
      '/topapi/v2/department/listsub',
      ({ body, corpId }) =>
        fine(
          (world.corps.get(corpId)?.departments ?? [])
            .filter(({ parent }) => parent === (number(body, 'dept_id') ?? 1))
            .map(({ id, name, parent }) => ({ dept_id: id, name, parent_id: parent })),
        ),
      uncounted,
    ),
    post(
      '/topapi/v2/department/get',
      ({ body, corpId }) => {
        const found = world.corps.get(corpId)?.departments.find(({ id }) => id === number(body, 'dept_id'));
        return found
          ? fine({ dept_id: found.id, name: found.name, parent_id: found.parent ?? 0 })
          : refuse('60003', 'no such department');
      },
      uncounted,
    ),
    post('/v1.0/im/sceneGroup/create', ({ body, corpId, clientId }) => {
      const uuid = text(body, 'uuid');
      const known = [...(world.corps.get(corpId)?.groups.values() ?? [])].find(
        (one) => uuid !== undefined && one.uuid === uuid,
      );
      if (known) return { open_conversation_id: known.openConversationId, chat_id: `chat${known.spaceId}` };
      const title = needText(body, 'title', 'parameter.invalid');
      if (title.length > 30) refuse('parameter.invalid', 'the title has at most 30 characters');
      const owner = needText(body, 'owner_user_id', 'parameter.invalid');
      const openConversationId = `cid${randomBytes(15).toString('base64')}==`;
      const spaceId = String(26_630_000 + Math.floor(Math.random() * 9_999));
      world.corps
        .get(corpId)
        ?.groups.set(openConversationId, {
          corpId,
          openConversationId,
          title,
          owner,
          members: new Set([owner, ...texts(body, 'user_ids')]),
          robots: new Set([clientId]),
          spaceId,
          ...(uuid ? { uuid } : {}),
        });
      world.changed('group', { corpId });
      return { open_conversation_id: openConversationId, chat_id: `chat${spaceId}` };
    }),
    post('/v1.0/im/sceneGroup/member/add', ({ body, corpId }) => {
      const found = group(corpId, needText(body, 'open_conversation_id', 'parameter.invalid'));
      for (const user of texts(body, 'user_ids')) found.members.add(user);
      return { success: true };
    }),
    post('/v1.0/im/sceneGroup/member/delete', ({ body, corpId }) => {
      const found = group(corpId, needText(body, 'open_conversation_id', 'parameter.invalid'));
      for (const user of texts(body, 'user_ids')) found.members.delete(user);
      return { success: true };
    }),
    post('/v1.0/im/sceneGroups/members/batchQuery', ({ body, corpId }) => {
      const found = group(corpId, needText(body, 'openConversationId', 'parameter.invalid'));
      const size = number(body, 'maxResults') ?? 100;
      const from = Number(text(body, 'nextToken') ?? 0);
      const all = [...found.members];
      return {
        success: true,
        memberUserIds: all.slice(from, from + size),
        unionIdList: [],
        hasMore: from + size < all.length,
        nextToken: String(from + size),
      };
    }),
  ];
}

const userShape = (one: Person) => ({
  userid: one.userId,
  unionid: one.unionId,
  name: one.name,
  title: one.title,
  active: one.active,
  admin: one.admin,
  boss: false,
  senior: false,
  dept_id_list: one.departments,
  leader_in_dept: [],
  role_list: [],
  ...(one.home
    ? {
        union_emp_ext: {
          userid: one.userId,
          union_emp_map_list: [{ userid: one.home.userId, corp_id: one.home.corpId }],
        },
      }
    : {}),
});
