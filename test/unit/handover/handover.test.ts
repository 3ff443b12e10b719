import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asksForHandover,
  batonOf,
  escalate,
  type Handover,
  type HandoverCase,
  type HandoverId,
  holdingPlace,
  incoming,
  take,
} from '#src/domain/handover/handover.ts';
import { whatChanged } from '#src/domain/handover/what-changed.ts';
import type { Happening } from '#src/domain/happening.ts';
import type { House } from '#src/domain/house/house.ts';
import type { ClinicianId } from '#src/domain/ids.ts';
import { isOpen, type Standing } from '#src/domain/referral/referral.ts';
import { Refused } from '#src/domain/refused.ts';
import { shiftAt } from '#src/domain/roster/shift.ts';
import { aHouse, alvin, cheung, lam, ng, tmh, twc, yip } from '#test/builders/a-house.ts';
import { aReferral, aSignature, awaiting, later, noon } from '#test/builders/a-referral.ts';

const which = 'h1' as HandoverId;
const at = (institution: typeof twc): Handover => ({
  id: which,
  institution,
  at: noon,
  since: later(-720),
  openedAt: noon,
  limit: later(30),
});
const waiting: HandoverCase = { handover: which, referral: aReferral().id, standing: { is: 'waiting' } };

const visit = { at: later(600), bookedBy: yip.id };
const standings: readonly Standing[] = [
  { state: 'draft', since: noon },
  awaiting,
  { state: 'sent', since: noon },
  { state: 'delivered', since: noon },
  { state: 'opened', since: noon, by: cheung.id },
  { state: 'accepted', since: noon, by: cheung.id },
  { state: 'declined', since: noon, by: cheung.id, reason: 'not-our-service', words: '' },
  { state: 'booked', since: noon, visit },
  { state: 'attended', since: noon, visit, by: yip.id },
  { state: 'did-not-attend', since: noon, visit, by: yip.id, times: 1 },
  { state: 'answered', since: noon, by: cheung.id },
  { state: 'closed', since: noon, by: alvin.id, because: 'answer-read' },
];
const people = [alvin, lam, cheung, ng, yip];

describe('where the baton is', () => {
  test('every open case is in exactly one of: taken, waiting with people and a deadline, escalated; whatever happened, whoever left', () => {
    const house = fc
      .tuple(fc.subarray(people), fc.subarray(people), fc.subarray(people))
      .map(([left, onDuty, cover]): House => {
        const base = aHouse({
          onDuty: [{ institution: twc, people: onDuty.map(({ id }) => id), cover: cover.map(({ id }) => id) }],
        });
        return {
          ...base,
          people: base.people.map((one) => (left.some(({ id }) => id === one.id) ? { ...one, left: true } : one)),
        };
      });
    const deeds = fc.array(fc.constantFrom('take', 'escalate', 'take by another'), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.constantFrom(...standings),
        fc.option(fc.constantFrom(cheung.id, ng.id, yip.id)),
        fc.constantFrom(twc, tmh),
        fc.boolean(),
        deeds,
        house,
        (standing, heldBy, place, isListed, done, here) => {
          const referral = aReferral({ standing, signature: aSignature(), ...(heldBy ? { heldBy } : {}) });
          let one = waiting;
          for (const deed of done)
            try {
              one =
                deed === 'escalate'
                  ? escalate(one, later(30))
                  : take(one, deed === 'take' ? ng.id : yip.id, later(1), here);
            } catch (error) {
              expect(error).toBeInstanceOf(Refused);
            }
          const baton = batonOf(referral, at(place), isListed ? one : undefined, here);
          if (!isOpen(referral)) {
            expect(baton).toBeUndefined();
            return;
          }
          expect(['taken', 'waiting', 'escalated']).toContain(baton?.is);
          expect(baton?.people.length).toBeGreaterThan(0);
          if (baton?.is === 'waiting') expect(baton.due).toBeInstanceOf(Date);
          expect([tmh, twc]).toContain(holdingPlace(referral, here));
        },
      ),
    );
  });

  test('once taken it stays with whoever was first; the other hears who', () => {
    const taken = take(waiting, ng.id, noon, aHouse());
    expect(take(taken, ng.id, later(5), aHouse())).toBe(taken);
    expect(() => take(taken, cheung.id, later(5), aHouse())).toThrow(
      expect.objectContaining({ code: 'handover.taken', details: { who: 'Dr ng' } }),
    );
    expect(escalate(taken, later(30))).toBe(taken);
  });

  test('what nobody took can still be taken', () => {
    const late = escalate(waiting, later(30));
    expect(late.standing).toEqual({ is: 'escalated', since: later(30) });
    expect(take(late, ng.id, later(40), aHouse()).standing).toEqual({ is: 'taken', by: ng.id, at: later(40) });
  });
});

describe('which change of shift is opened', () => {
  const shift = (hongKong: string) => shiftAt(new Date(`${hongKong}:00+08:00`), [480, 1200]);
  const eight = new Date('2026-11-23T08:00:00+08:00');

  test('the first only marks the beginning; then each once; a clock set back opens none again', () => {
    expect(asksForHandover(shift('2026-11-23T12:00'), undefined)).toBe('first');
    expect(asksForHandover(shift('2026-11-23T19:59'), eight)).toBe('none');
    expect(asksForHandover(shift('2026-11-23T20:00'), eight)).toBe('next');
    expect(asksForHandover(shift('2026-11-23T07:00'), eight)).toBe('none');
    expect(asksForHandover(shift('2026-11-20T12:00'), eight)).toBe('none');
  });
});

test('who comes on duty: the roster’s people; else those who receive, cover and coordinate; never somebody who left', () => {
  const rostered = aHouse({ onDuty: [{ institution: twc, people: [ng.id], cover: [] }] });
  expect(incoming(rostered, twc)).toEqual([ng.id]);
  expect(incoming(aHouse(), twc)).toEqual([cheung.id, ng.id, yip.id]);
  const left = (...gone: readonly ClinicianId[]): House =>
    aHouse({ people: aHouse().people.map((one) => (gone.includes(one.id) ? { ...one, left: true } : one)) });
  expect(incoming(left(cheung.id), twc)).toEqual([ng.id, yip.id]);
  expect(incoming(left(lam.id), tmh)).toEqual([alvin.id]);
});

test('what changed in the shift: the steps, the latest first, one line for a row of the same; looks and messages are none', () => {
  const did = (minutes: number, what: Partial<Happening>): Happening =>
    ({ at: later(minutes), by: { baton: 'clock' }, institution: twc, referral: aReferral().id, ...what }) as Happening;
  const trail = [
    did(-900, { what: 'moved', from: 'sent', to: 'delivered' }),
    did(-300, { what: 'seen', how: 'card' }),
    did(-200, { what: 'moved', from: 'opened', to: 'accepted' }),
    did(-120, { what: 'document-read', upload: 'u1', outcome: 'read', findings: 2 }),
    did(-110, { what: 'document-read', upload: 'u2', outcome: 'read', findings: 1 }),
    did(-10, { what: 'moved', from: 'accepted', to: 'booked' }),
  ];
  expect(whatChanged(trail, later(-720)).map((one) => (one.what === 'moved' ? one.to : one.what))).toEqual([
    'booked',
    'document-read',
    'accepted',
  ]);
});
