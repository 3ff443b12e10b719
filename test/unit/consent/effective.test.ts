import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Category, categories } from '#src/domain/consent/category.ts';
import type { Consent, ConsentId, Recipient } from '#src/domain/consent/consent.ts';
import { type AskedOfConsent, effectiveConsent } from '#src/domain/consent/effective.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { cheung, ng, tmh, twc } from '#test/builders/a-house.ts';
import { later, noon } from '#test/builders/a-referral.ts';

const referral = id<ReferralId>('ref-1');
const day = 1440;
const asked = (more: Partial<AskedOfConsent> = {}): AskedOfConsent => ({
  recipient: { clinician: cheung.id, institution: twc },
  referral: { id: referral },
  now: later(10),
  ...more,
});
const shared = (consents: readonly Consent[], more: Partial<AskedOfConsent> = {}) => [
  ...effectiveConsent(consents, asked(more)).categories,
];
const another = (more: Partial<Consent> = {}) => aConsent({ id: id<ConsentId>('consent-2'), ...more });

describe('one decision', () => {
  test('a yes to the clinic opens what it names to whoever asks from there, and to nobody else', () => {
    const yes = aConsent({ categories: ['medicines', 'allergies'] });

    expect(shared([yes])).toEqual(['medicines', 'allergies']);
    expect(shared([yes], { recipient: { clinician: ng.id, institution: twc } })).toHaveLength(2);
    expect(shared([yes], { recipient: { clinician: cheung.id, institution: tmh } })).toEqual([]);
  });

  test('a yes to one doctor by name opens nothing to a colleague', () => {
    const yes = aConsent({ recipient: { clinician: cheung.id }, categories: ['imaging'] });

    expect(shared([yes])).toEqual(['imaging']);
    expect(shared([yes], { recipient: { clinician: ng.id, institution: twc } })).toEqual([]);
  });

  test('it begins when it begins and ends to the minute in Hong Kong', () => {
    const yes = aConsent({ from: later(5), until: new Date('2026-11-23T04:20:41Z') });

    expect(shared([yes], { now: later(4) })).toEqual([]);
    expect(shared([yes], { now: new Date('2026-11-23T04:19:59.999Z') })).toHaveLength(6);
    expect(shared([yes], { now: new Date('2026-11-23T04:20:00Z') })).toEqual([]);
  });

  test('given for one referral it opens no other, and ends with it and thirty days', () => {
    const yes = aConsent({ referral });
    const ended = { id: referral, endedAt: later(60) };

    expect(shared([yes], { referral: { id: id<ReferralId>('ref-2') } })).toEqual([]);
    expect(shared([yes], { referral: ended, now: later(60 + 30 * day - 1) })).toHaveLength(6);
    expect(shared([yes], { referral: ended, now: later(60 + 30 * day) })).toEqual([]);
    expect(shared([yes], { referral: ended, now: later(61), daysAfterReferral: 0 })).toEqual([]);
  });

  test('a clock that was set back opens nothing before the yes was given', () => {
    expect(shared([aConsent({ from: noon })], { now: later(-60) })).toEqual([]);
  });

  test('a yes for another purpose than care opens nothing', () => {
    expect(shared([aConsent({ purpose: 'audit' })])).toEqual([]);
  });
});

describe('several decisions: the stricter wins', () => {
  test('of two yeses to the same clinic only what both name counts', () => {
    const narrow = another({ categories: ['medicines', 'imaging'], referral });

    expect(shared([aConsent(), narrow])).toEqual(['medicines', 'imaging']);
  });

  test('a yes to the clinic and one to the doctor by name add up', () => {
    const clinic = aConsent({ categories: ['medicines'] });
    const doctor = another({ recipient: { clinician: cheung.id }, categories: ['imaging'] });

    expect(shared([clinic, doctor])).toEqual(['medicines', 'imaging']);
  });

  test('a refusal takes away what it names, whatever else was said and in whatever order', () => {
    const no = another({ decision: 'refused', categories: ['imaging'] });

    expect(shared([aConsent(), no])).not.toContain('imaging');
    expect(shared([no, aConsent({ recordedAt: later(5) })])).not.toContain('imaging');
    expect(shared([aConsent(), another({ decision: 'refused', categories: [] })])).toEqual([]);
  });

  test('a refusal for one doctor by name beats the yes to the clinic, for that doctor only', () => {
    const no = another({ decision: 'refused', recipient: { clinician: cheung.id }, categories: [] });

    expect(shared([aConsent(), no])).toEqual([]);
    expect(shared([aConsent(), no], { recipient: { clinician: ng.id, institution: twc } })).toHaveLength(6);
  });

  test('a withdrawal takes down a wider yes that was recorded before it, and not one given since', () => {
    const withdrawn = another({ referral, withdrawn: { at: later(5), by: 'patient' } });

    expect(shared([aConsent(), withdrawn])).toEqual([]);
    expect(shared([aConsent({ recordedAt: later(6) }), withdrawn])).toHaveLength(6);
    expect(shared([aConsent(), withdrawn], { referral: { id: id<ReferralId>('ref-2') } })).toHaveLength(6);
  });

  test('a decision that gave way to a later one binds nobody', () => {
    const replaced = { at: later(5), by: id<ConsentId>('consent-2') };
    const narrower = another({ categories: ['allergies'], recordedAt: later(5) });

    expect(shared([aConsent({ replaced }), narrower])).toEqual(['allergies']);
    expect(shared([aConsent({ decision: 'refused', categories: [], replaced }), narrower])).toEqual(['allergies']);
  });

  test('the sensitive parts open only by a yes of their own, never by a wider one', () => {
    const all = aConsent({ categories });
    const sensitive = another({ categories: ['sensitive'] });

    expect(shared([all])).not.toContain('sensitive');
    expect(shared([all, sensitive])).toHaveLength(7);
    expect(shared([all, sensitive, another({ decision: 'refused', categories: ['sensitive'] })])).toHaveLength(6);
  });

  test('the end that is told is the earliest of those it stands on', () => {
    const first = aConsent({ until: later(60) });
    const second = another({ until: later(30) });

    expect(effectiveConsent([first, second], asked()).until).toEqual(later(30));
  });
});

const times = fc.integer({ min: -100, max: 100 }).map(later);
const recipients: fc.Arbitrary<Recipient> = fc.constantFrom(
  { institution: twc },
  { institution: tmh },
  { clinician: cheung.id },
  { clinician: ng.id },
);
const optional = <Value>(name: string, value: fc.Arbitrary<Value>) =>
  fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [name]: one }));
const anyConsent: fc.Arbitrary<Consent> = fc
  .tuple(
    fc.uuid(),
    recipients,
    fc.constantFrom('given', 'given', 'refused'),
    fc.subarray<Category>([...categories]),
    times,
    times,
    optional('referral', fc.constantFrom(referral, id<ReferralId>('ref-2'))),
    optional('until', times),
    optional(
      'withdrawn',
      times.map((at) => ({ at, by: 'patient' })),
    ),
    optional(
      'replaced',
      times.map((at) => ({ at, by: id<ConsentId>('x') })),
    ),
  )
  .map(([which, recipient, decision, named, from, recordedAt, ...parts]) =>
    aConsent({
      id: id<ConsentId>(which),
      recipient,
      decision: decision as Consent['decision'],
      categories: named,
      from,
      recordedAt,
      ...Object.assign({}, ...(parts as object[])),
    }),
  );
const anyConsents = fc.array(anyConsent, { maxLength: 8 });
const isWithin = (smaller: readonly Category[], larger: readonly Category[]) =>
  smaller.every((one) => larger.includes(one));

describe('whatever was decided', () => {
  test('the order of the decisions does not matter', () => {
    fc.assert(
      fc.property(
        anyConsents.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const [one, other] = [effectiveConsent(all, asked()), effectiveConsent(shuffled, asked())];
          expect([...other.categories].sort()).toEqual([...one.categories].sort());
          expect(other.from).toEqual(one.from);
          expect(other.until).toEqual(one.until);
        },
      ),
    );
  });

  test('another refusal never widens, nor does taking back any yes', () => {
    fc.assert(
      fc.property(anyConsents, anyConsent, fc.nat(), (all, more, which) => {
        const before = shared(all);
        expect(isWithin(shared([...all, { ...more, decision: 'refused' }]), before)).toBe(true);
        const yeses = all.filter(({ decision, replaced }) => decision === 'given' && !replaced);
        const taken = yeses[which % Math.max(1, yeses.length)];
        if (!taken) return;
        const after = all.map((one) =>
          one === taken ? { ...one, withdrawn: { at: later(1000), by: 'patient' as const } } : one,
        );
        for (const category of taken.categories) {
          const meantUs =
            ('institution' in taken.recipient
              ? taken.recipient.institution === twc
              : taken.recipient.clinician === cheung.id) &&
            (taken.referral === undefined || taken.referral === referral);
          if (meantUs) expect(shared(after)).not.toContain(category);
        }
      }),
    );
  });

  test('nothing opens that no live yes names, and a category once refused stays shut', () => {
    fc.assert(
      fc.property(anyConsents, (all) => {
        for (const category of shared(all)) {
          expect(
            all.some(
              (one) => one.decision === 'given' && !one.withdrawn && !one.replaced && one.categories.includes(category),
            ),
          ).toBe(true);
        }
        const refusedAll = aConsent({ id: id<ConsentId>('no'), decision: 'refused', categories: [] });
        expect(shared([...all, refusedAll])).toEqual([]);
      }),
    );
  });

  test('time alone never opens what was shut after its beginning', () => {
    fc.assert(
      fc.property(
        anyConsents,
        fc.integer({ min: 101, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (all, from, more) => {
          // All beginnings lie before: from here on only ends can come. A narrower yes that ends gives a wider one back, so each decision is asked alone.
          for (const one of all)
            expect(isWithin(shared([one], { now: later(from + more) }), shared([one], { now: later(from) }))).toBe(
              true,
            );
        },
      ),
    );
  });
});
