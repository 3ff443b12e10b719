import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Consultation,
  type ConsultationId,
  isWaiting,
  mayAnswer,
  mayAsk,
  mayBeAskedAbout,
  see,
  speak,
  takeBack,
  waitsSince,
} from '#src/domain/consultation/consultation.ts';
import { answerDue, askedPeople, reminderFor } from '#src/domain/consultation/question-clock.ts';
import { id } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import { aHouse, alvin, aPerson, cheung, kwan, lam, ng, tmh, twc, yip } from '#test/builders/a-house.ts';
import { aReferral, later, noon } from '#test/builders/a-referral.ts';

const aQuestion = (more: Partial<Consultation> = {}): Consultation => ({
  id: id<ConsultationId>('q1'),
  referral: aReferral().id,
  patient: aReferral().patient,
  by: alvin.id,
  from: tmh,
  of: { at: twc, person: cheung.id },
  askedAt: noon,
  standing: { state: 'asked', since: noon },
  version: 1,
  ...more,
});
const codeOf = (deed: () => unknown): string | undefined => {
  try {
    deed();
    return undefined;
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
};

describe('who asks and who answers', () => {
  test('a doctor of either side asks; a nurse, an officer and somebody who left do not', () => {
    const referral = aReferral();
    expect([alvin, lam, cheung, ng].every((one) => mayAsk(one, referral))).toBe(true);
    expect([yip, kwan, { ...alvin, left: true }].some((one) => mayAsk(one, referral))).toBe(false);
  });

  test('the one who was asked answers, or a colleague of the same place; never the asker, another place, or somebody who left', () => {
    const one = aQuestion();
    expect([cheung, ng, yip].every((each) => mayAnswer(each, one))).toBe(true);
    expect([alvin, lam, kwan, { ...cheung, left: true }].some((each) => mayAnswer(each, one))).toBe(false);
  });
});

describe('the states of a question', () => {
  test('seen by who may answer, then answered, then asked on: the waiting begins anew', () => {
    const seen = see(aQuestion(), cheung, later(1));
    expect(seen.standing).toEqual({ state: 'seen', since: later(1), asked: noon, by: cheung.id });
    expect(waitsSince(seen)).toEqual(noon);
    const answered = speak(seen, cheung, later(2));
    expect(answered.standing).toEqual({ state: 'answered', since: later(2), by: cheung.id });
    const again = speak(answered, alvin, later(3));
    expect(again.standing).toEqual({ state: 'asked', since: later(3) });
    expect(waitsSince(again)).toEqual(later(3));
  });

  test('who may not answer sees without being noted, and is refused when they speak', () => {
    expect(see(aQuestion(), lam, later(1))).toEqual(aQuestion());
    expect(codeOf(() => speak(aQuestion(), lam, later(1)))).toBe('consultation.not-yours');
  });

  test('only the asker takes back, only while it waits; taking back twice is once', () => {
    expect(codeOf(() => takeBack(aQuestion(), cheung.id, later(1)))).toBe('consultation.not-yours');
    const back = takeBack(aQuestion(), alvin.id, later(1));
    expect(takeBack(back, alvin.id, later(2))).toBe(back);
    expect(codeOf(() => speak(back, cheung, later(2)))).toBe('consultation.over');
    expect(codeOf(() => takeBack(speak(aQuestion(), cheung, later(1)), alvin.id, later(2)))).toBe('consultation.over');
  });

  const step = fc.constantFrom(
    ...([alvin, lam, cheung, ng, yip] as const).flatMap((who) =>
      (['see', 'speak', 'take back'] as const).map((what) => ({ who, what })),
    ),
  );
  test('whatever people do in whatever order: versions count what was said, a question waits or it does not, and what was taken back stays so', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let one = aQuestion();
        let said = 0;
        let isBack = false;
        steps.forEach(({ who, what }, index) => {
          const at = later(index + 1);
          const before = one;
          try {
            one =
              what === 'see' ? see(one, who, at) : what === 'speak' ? speak(one, who, at) : takeBack(one, who.id, at);
          } catch (error) {
            expect(error).toBeInstanceOf(Refused);
            expect(one).toBe(before);
            return;
          }
          if (what === 'speak') said += 1;
          if (what === 'take back' && one !== before) [isBack, said] = [true, said + 1];
          expect(isWaiting(one)).toBe(waitsSince(one) !== undefined);
          expect(one.version).toBe(1 + said);
          expect(one.standing.state === 'taken-back').toBe(isBack);
          if (one.standing.state === 'answered') expect(one.standing.by).not.toBe(one.by);
        });
      }),
    );
  });
});

describe('the clock of a question', () => {
  const house = aHouse();
  test('half an hour in an emergency, by night too; one office day otherwise', () => {
    const evening = new Date('2026-11-23T12:00:00Z');
    expect(answerDue(evening, 'emergency', house)).toEqual(new Date('2026-11-23T12:30:00Z'));
    // Monday 8 pm: an office day later is Tuesday 6 pm.
    expect(answerDue(evening, 'routine', house)).toEqual(new Date('2026-11-24T10:00:00Z'));
  });

  test('those asked are reminded first, then the asker hears, then each day for a week, then it is quiet', () => {
    const referral = aReferral();
    const at = (minutes: number, rung: number) => reminderFor(aQuestion(), rung, referral, house, later(minutes), 1440);
    expect(at(29, 0)).toBeUndefined();
    expect(at(30, 0)).toEqual({ due: 'remind', rung: 1, next: later(60) });
    expect(at(60, 1)).toMatchObject({ due: 'nobody-answered', rung: 2, next: later(60 + 1440) });
    // The clock jumped: nobody is reminded late of what the asker has to know now.
    expect(at(600, 0)).toMatchObject({ due: 'nobody-answered', rung: 2 });
    expect(at(20_000, 7)).toMatchObject({ due: 'nobody-answered', next: undefined });
    const answered = speak(aQuestion(), cheung, later(1));
    expect(reminderFor(answered, 0, referral, house, later(9_999), 1440)).toBeUndefined();
  });

  test('it rings with whoever can answer: the one asked, else the holder, the receivers, the cover; never with somebody who left', () => {
    const referral = aReferral();
    const gone = aHouse({
      people: aHouse().people.map((one) => (one.id === cheung.id ? { ...one, left: true } : one)),
    });
    expect(askedPeople(aQuestion(), referral, house)).toEqual([cheung.id]);
    expect(askedPeople(aQuestion(), referral, gone)).toEqual([ng.id]);
    expect(askedPeople(aQuestion({ of: { at: twc } }), { ...referral, heldBy: ng.id }, house)).toEqual([ng.id]);
    expect(askedPeople(aQuestion({ of: { at: twc } }), referral, house)).toEqual([cheung.id]);
    expect(askedPeople(aQuestion({ by: cheung.id, of: { at: tmh } }), referral, house)).toEqual([alvin.id]);
    const elsewhere = aPerson('far', twc, ['clinician']);
    expect(askedPeople(aQuestion({ of: { at: tmh, person: elsewhere.id } }), referral, house)).toEqual([alvin.id]);
  });
});

test('a referral may be asked about while it is open and for thirty days after', () => {
  const closed = { state: 'closed', since: noon, by: alvin.id, because: 'answer-read' } as const;
  expect(mayBeAskedAbout(aReferral(), later(999_999))).toBe(true);
  expect(mayBeAskedAbout(aReferral({ standing: closed }), later(30 * 1440))).toBe(true);
  expect(mayBeAskedAbout(aReferral({ standing: closed }), later(30 * 1440 + 1))).toBe(false);
});
