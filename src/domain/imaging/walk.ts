import type { ClinicianId } from '../ids.ts';
import type { ImagePlace } from './points.ts';

/** What the one who leads shows: a slice, the place the finger is at, and the window. */
export type WalkView = {
  readonly series: string;
  readonly index: number;
  readonly at?: ImagePlace;
  readonly window?: { readonly centre: number; readonly width: number };
};

/** Several people looking at one referral's images together; whoever is in it, one of them leads. */
export type Walk = {
  readonly people: readonly ClinicianId[];
  readonly leads?: ClinicianId;
  /** Somebody who would like to lead. */
  readonly asks?: ClinicianId;
  readonly view?: WalkView;
};

export const nobodyWalks: Walk = { people: [] };

/** So many are told to other instances of the service in one message; more than a ward round brings. */
const mostPeople = 50;

/** The first who comes leads. Who comes when it is full changes nothing. */
export const joined = (walk: Walk, who: ClinicianId): Walk =>
  walk.people.includes(who) || walk.people.length >= mostPeople
    ? walk
    : { ...walk, people: [...walk.people, who], leads: walk.leads ?? who };

/** When the one who leads goes, whoever asked leads, else who came next. */
export function left(walk: Walk, who: ClinicianId): Walk {
  const people = walk.people.filter((one) => one !== who);
  const [next] = people;
  if (!next) return nobodyWalks;
  const asks = walk.asks === who ? undefined : walk.asks;
  const leads = walk.leads === who ? (asks ?? next) : walk.leads;
  return made(people, leads, asks === leads ? undefined : asks, walk.view);
}

export const asked = (walk: Walk, who: ClinicianId): Walk =>
  walk.people.includes(who) && walk.leads !== who ? made(walk.people, walk.leads, who, walk.view) : walk;

/** Only who leads can hand over, and only to somebody who is there. */
export const given = (walk: Walk, who: ClinicianId, to: ClinicianId): Walk =>
  walk.leads === who && walk.people.includes(to) && to !== who ? made(walk.people, to, undefined, walk.view) : walk;

/** What is shown by somebody who has just handed over comes too late, and changes nothing. */
export const shown = (walk: Walk, who: ClinicianId, view: WalkView): Walk =>
  walk.leads === who ? { ...walk, view } : walk;

const made = (people: Walk['people'], leads: Walk['leads'], asks: Walk['asks'], view: Walk['view']): Walk => ({
  people,
  ...(leads ? { leads } : {}),
  ...(asks ? { asks } : {}),
  ...(view ? { view } : {}),
});
