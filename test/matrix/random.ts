import type { Judge } from '#src/domain/access/question.ts';
import { disagreesOnDeed, disagreesOnDuty, disagreesOnLook } from './asking.ts';
import {
  type Decision,
  decisions,
  deeds,
  duties,
  type Emergency,
  emergencies,
  looks,
  parcels,
  parts,
  roles,
  sides,
  states,
  whys,
} from './law.ts';

/** mulberry32: the same seed draws the same cases everywhere. */
function lots(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Drawn = { readonly asked: number; readonly differing: readonly string[]; readonly allowed: number };

/** Draws cases from every dimension there is and compares law and rules. Gives the first hundred that differ. */
export function randomCases(
  judge: Judge,
  { count, seed, said }: { readonly count: number; readonly seed: number; readonly said?: (asked: number) => void },
): Drawn {
  const next = lots(seed);
  const one = <Value>(from: readonly Value[]): Value => from[Math.floor(next() * from.length)] as Value;
  const yes = (chance = 0.5): boolean => next() < chance;
  const differing: string[] = [];
  let allowed = 0;
  const counting: Judge = (question) => {
    const verdict = judge(question);
    if (verdict.allowed) allowed += 1;
    return verdict;
  };
  for (let asked = 0; asked < count; asked += 1) {
    const who = {
      role: one(roles),
      side: one(sides),
      part: one(parts),
      present: yes(0.95),
      state: one(states),
      signed: yes(0.8),
    };
    const kind = next();
    const found =
      kind < 0.7
        ? disagreesOnLook(counting, {
            ...who,
            look: one(looks),
            parcel: one(parcels),
            decision: one(Object.keys(decisions) as Decision[]),
            emergency: one(Object.keys(emergencies) as Emergency[]),
            why: one(whys),
            saidWhy: yes(),
            extraReason: yes(),
            requestOpen: yes(0.3),
          })
        : kind < 0.95
          ? disagreesOnDeed(counting, who, one(deeds))
          : disagreesOnDuty(counting, who, one(duties), yes(0.8));
    if (found && differing.length < 100) differing.push(found);
    if (said && asked % 50_000 === 49_999) said(asked + 1);
  }
  return { asked: count, differing, allowed };
}
