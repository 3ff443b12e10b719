import type { ClinicianId } from '../ids.ts';
import { asked, given, joined, left, nobodyWalks, shown, type Walk, type WalkView } from './walk.ts';

type Who = ClinicianId;
/** Which word it was that an instance of the service said: no other word ever has the same. */
export type Stamp = string;

/** What somebody does in a common look. */
export type WalkDeed =
  | { readonly say: 'here' }
  | { readonly say: 'leave' }
  | { readonly say: 'ask' }
  | { readonly say: 'give'; readonly to: Who }
  | { readonly say: 'show'; readonly view: WalkView };

/** `gone`: said of somebody who was not heard of since the word `last`; who spoke after it stays. */
export type SharedDeed = WalkDeed | { readonly say: 'join' } | { readonly say: 'gone'; readonly last: Stamp };

/** A common look as every instance of the service holds it, with the last word that each of its people was heard by. */
export type SharedWalk = { readonly walk: Walk; readonly last: Readonly<Record<Who, Stamp>> };

export const nobodyShares: SharedWalk = { walk: nobodyWalks, last: {} };

/** The same for the same deeds in the same order. What somebody does who is not in it changes nothing; then it gives back what it took. */
export function afterDeed(shared: SharedWalk, who: Who, deed: SharedDeed, stamp: Stamp): SharedWalk {
  const { walk, last } = shared;
  if (deed.say === 'join') {
    const after = joined(walk, who);
    return after.people.includes(who) ? { walk: after, last: { ...last, [who]: stamp } } : shared;
  }
  if (!walk.people.includes(who)) return shared;
  if (deed.say === 'gone' && last[who] !== deed.last) return shared;
  if (deed.say === 'leave' || deed.say === 'gone') {
    const { [who]: _gone, ...others } = last;
    return { walk: left(walk, who), last: others };
  }
  return { walk: deed.say === 'here' ? walk : moved(walk, who, deed), last: { ...last, [who]: stamp } };
}

function moved(walk: Walk, who: Who, deed: Exclude<WalkDeed, { say: 'here' | 'leave' }>): Walk {
  switch (deed.say) {
    case 'ask':
      return asked(walk, who);
    case 'give':
      return given(walk, who, deed.to);
    case 'show':
      return shown(walk, who, deed.view);
  }
}

/**
 * One common look that went on in two places without knowing of each other: those of the first come first, and who leads there leads. What is shown is what was shown
 * where that person leads as well.
 */
export function met(one: SharedWalk, other: SharedWalk): SharedWalk {
  if (one.walk.people.length === 0) return other;
  const people = [...one.walk.people, ...other.walk.people.filter((who) => !one.walk.people.includes(who))];
  const { leads = other.walk.leads } = one.walk;
  const asks = [one.walk.asks, other.walk.asks].find((who) => who !== undefined && who !== leads);
  const views = other.walk.leads === leads ? [other.walk.view, one.walk.view] : [one.walk.view, other.walk.view];
  const view = views.find((each) => each !== undefined);
  return {
    walk: { people, ...(leads ? { leads } : {}), ...(asks ? { asks } : {}), ...(view ? { view } : {}) },
    last: { ...one.last, ...other.last },
  };
}

/** Only some of its people, as when the others left. */
export const only = (shared: SharedWalk, stays: (who: Who) => boolean): SharedWalk =>
  shared.walk.people.reduce((rest, who) => (stays(who) ? rest : afterDeed(rest, who, { say: 'leave' }, '')), shared);
