import { refuse } from '../engines/refusal.ts';
import type { Corp, Person } from '../world/types.ts';
import type { World } from '../world/world.ts';

export type Move =
  | { readonly do: 'join'; readonly name?: string; readonly title?: string; readonly unionId?: string }
  | { readonly do: 'leave' }
  | { readonly do: 'rename'; readonly name: string }
  | { readonly do: 'visible'; readonly visible: boolean };

/** Somebody comes, goes or is called otherwise; a shared organisation follows what happens at home by itself. */
export function move(world: World, corpId: string, userId: string, deed: Move): void {
  const corp = world.corps.get(corpId) ?? refuse('not-found', 'no such corp', 404);
  apply(world, corp, userId, deed);
  // what an application may see is settled in each organisation for itself
  if (deed.do === 'visible') return;
  for (const other of world.corps.values())
    for (const { userId: there, home, active } of other.people.values())
      if (home?.corpId === corpId && home.userId === userId && active === (deed.do !== 'join'))
        apply(world, other, there, deed);
}

function apply(world: World, corp: Corp, userId: string, deed: Move): void {
  const { corpId } = corp;
  const event = { timeStamp: String(world.now()), userId: [userId] };
  const known = corp.people.get(userId);
  if (deed.do === 'join') {
    corp.people.set(userId, joined(known, userId, deed));
    world.emit(corpId, 'user_add_org', event);
  } else {
    const person = known ?? refuse('not-found', 'no such person', 404);
    if (deed.do === 'visible') person.visible = deed.visible;
    if (deed.do === 'leave') {
      person.active = false;
      for (const group of corp.groups.values()) group.members.delete(userId);
      world.emit(corpId, 'user_leave_org', event);
    }
    if (deed.do === 'rename') {
      const diffInfo = { userid: userId, prev: { name: person.name }, curr: { name: deed.name } };
      person.name = deed.name;
      world.emit(corpId, 'user_modify_org', { ...event, diffInfo });
    }
  }
  world.changed('user', { corpId, userId });
}

/** An administrator may give the id of one who left to somebody else: then nothing of the old person is left but the id. */
function joined(known: Person | undefined, userId: string, given: Extract<Move, { do: 'join' }>): Person {
  if (known?.active) return refuse('invalid', 'this id is taken by somebody who has not left');
  const somebodyElse = given.unionId !== undefined && given.unionId !== known?.unionId;
  if (known && !somebodyElse) return { ...known, ...(given.name ? { name: given.name } : {}), active: true };
  return {
    userId,
    unionId: given.unionId ?? `un-${userId}`,
    name: given.name ?? userId,
    title: given.title ?? '',
    departments: [1],
    active: true,
    admin: false,
    visible: true,
  };
}
