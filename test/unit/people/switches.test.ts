import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mustTake } from '#src/domain/house/house.ts';
import { rolesAt } from '#src/domain/people/person.ts';
import { houseUnder, nobodyOff, type Off, touched } from '#src/domain/people/switches.ts';
import { ownersOf, watchOf } from '#src/domain/referral/loop-clock.ts';
import type { Standing } from '#src/domain/referral/referral.ts';
import { aHouse, alvin, aPerson, cheung, kwan, tmh, twc } from '#test/builders/a-house.ts';
import { aReferral, noon } from '#test/builders/a-referral.ts';

const both = aPerson('both', tmh, ['clinician', 'administrator'], {
  works: [
    { institution: tmh, roles: ['clinician', 'administrator'] },
    { institution: twc, roles: ['nurse'] },
  ],
});
const house = aHouse({ people: [...aHouse().people, both] });
const off = fc.record({
  people: fc.subarray(house.people.map(({ id }) => id)),
  places: fc.subarray([tmh, twc]),
});
const standings: readonly Standing[] = [
  { state: 'draft', since: noon },
  { state: 'delivered', since: noon },
];

test('whoever is off may do nothing anywhere; the others keep what they had, except care at a place that is off', () => {
  fc.assert(
    fc.property(off, (now) => {
      for (const one of houseUnder(house, now).people) {
        const before = house.people.find(({ id }) => id === one.id) ?? expect.fail('a stranger');
        for (const place of [tmh, twc]) {
          const [had, has] = [rolesAt(before, place), rolesAt(one, place)];
          if (now.people.includes(one.id)) expect(has).toEqual([]);
          else if (!now.places.includes(place)) expect(has).toEqual(had);
          else expect(has).toEqual(had.filter((role) => ['privacy-officer', 'administrator'].includes(role)));
        }
      }
    }),
  );
});

test('who may do less is named, nobody else; with nobody off the house is as configured', () => {
  fc.assert(
    fc.property(off, off, (before, after) => {
      const fewer = touched(house, before, after);
      const [then, now] = [houseUnder(house, before), houseUnder(house, after)];
      for (const { id } of house.people) {
        const count = (all: typeof then) =>
          all.people.filter((one) => one.id === id).flatMap((one) => [tmh, twc].flatMap((place) => rolesAt(one, place)))
            .length;
        if (count(now) < count(then)) expect(fewer).toContain(id);
        if (JSON.stringify(before) === JSON.stringify(after)) expect(fewer).not.toContain(id);
      }
      expect(houseUnder(house, nobodyOff).people).toEqual(house.people);
    }),
  );
});

test('an open referral always has an owner, and one who is there while anybody of that side is', () => {
  fc.assert(
    fc.property(off, fc.constantFrom(...standings), (now, standing) => {
      const under = houseUnder(house, now);
      const watch = watchOf(aReferral({ standing }), under) ?? expect.fail('no owner');
      const owners = ownersOf(watch.owner);
      expect(owners.length).toBeGreaterThan(0);
      const isHere = (who: string) => under.people.some(({ id, left }) => id === who && !left);
      const side = standing.state === 'draft' ? [alvin.id, ...signersOf(tmh)] : [cheung.id, ...coversOf(twc)];
      if (side.some(isHere)) expect(owners.some(isHere)).toBe(true);
    }),
  );
});

test('a hotline of a place that is off takes nothing new', () => {
  const away: Off = { people: [], places: [twc] };
  const [line] = houseUnder(house, away).hotlines;
  expect(() => mustTake(line ?? expect.fail('no hotline'))).toThrow('switched off');
  expect(houseUnder(house, { people: [kwan.id], places: [] }).hotlines.map(mustTake)).toHaveLength(2);
});

const signersOf = (place: typeof tmh) => house.institutions.find(({ id }) => id === place)?.signers ?? [];
const coversOf = (place: typeof tmh) => house.institutions.find(({ id }) => id === place)?.cover ?? [];
