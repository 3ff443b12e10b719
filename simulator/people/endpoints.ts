import { randomBytes } from 'node:crypto';
import { type Endpoint, post } from '../engines/endpoint.ts';
import { refuse } from '../engines/refusal.ts';
import { needText, number, text } from '../engines/wire.ts';
import type { Person } from '../world/types.ts';
import type { World } from '../world/world.ts';

const uncounted = { uncounted: true } as const;
const fine = (result: unknown) => ({ errcode: 0, errmsg: 'ok', result, request_id: randomBytes(6).toString('hex') });

/** The address book, with the calls and numbers of the old host. */
export function peopleEndpoints(world: World): readonly Endpoint[] {
  const seen = (corpId: string) => world.people(corpId).filter(({ visible }) => visible);
  const person = (corpId: string, userId: string): Person => {
    const found = world.corps.get(corpId)?.people.get(userId);
    if (!found?.active) return refuse('33012', 'invalid userid');
    return found.visible ? found : refuse('50002', 'the employee is outside the range the application may see');
  };
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
          userid: one.home.userId,
          corp_id: one.home.corpId,
          union_emp_map_list: [{ userid: one.home.userId, corp_id: one.home.corpId }],
        },
      }
    : {}),
});
