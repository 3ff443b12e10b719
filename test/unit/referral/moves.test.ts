import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownersOf, watchOf } from '#src/domain/referral/loop-clock.ts';
import { allowed, type Move, mayMove, move } from '#src/domain/referral/moves.ts';
import { isOpen, type Referral, type State } from '#src/domain/referral/referral.ts';
import { Refused } from '#src/domain/refused.ts';
import { aHouse, alvin, cheung, lam, tmCardio, tmh, yip } from '#test/builders/a-house.ts';
import { aReferral, aSignature, awaiting, later, noon } from '#test/builders/a-referral.ts';

const at = later(10);
const codeOf = (deed: () => unknown): string | undefined => {
  try {
    deed();
    return undefined;
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
};

describe('signing', () => {
  test('the clinician who was asked signs, and the referral is sent', () => {
    const signed = move(aReferral({ standing: awaiting }), { do: 'sign', signature: aSignature() }, at);
    expect(signed.standing).toEqual({ state: 'sent', since: at });
    expect(signed.signature?.by).toBe(lam.id);
    expect(signed.firstSentAt).toEqual(at);
  });

  test('pressing sign twice leaves one signature and one step', () => {
    const signed = move(aReferral({ standing: awaiting }), { do: 'sign', signature: aSignature() }, at);
    expect(move(signed, { do: 'sign', signature: aSignature() }, later(11))).toBe(signed);
  });

  test('somebody else may not sign what waits for another', () => {
    expect(
      codeOf(() =>
        move(aReferral({ standing: awaiting }), { do: 'sign', signature: aSignature({ by: alvin.id }) }, at),
      ),
    ).toBe('referral.not-yours');
  });

  test('a signature over an older version is refused as stale', () => {
    expect(
      codeOf(() =>
        move(aReferral({ standing: awaiting }), { do: 'sign', signature: aSignature({ contentHash: 'hash-0' }) }, at),
      ),
    ).toBe('referral.stale-card');
  });

  test('returning a draft needs a reason and takes any signature away', () => {
    const waiting = aReferral({ standing: awaiting, signature: aSignature() });
    expect(codeOf(() => move(waiting, { do: 'refuse-sign-off', by: lam.id, reason: ' ' }, at))).toBe(
      'referral.reason-needed',
    );
    const returned = move(waiting, { do: 'refuse-sign-off', by: lam.id, reason: 'ECG missing' }, at);
    expect(returned.signature).toBeUndefined();
    expect(returned.standing).toMatchObject({ state: 'draft', returned: { by: lam.id, reason: 'ECG missing' } });
  });
});

describe('closing the loop', () => {
  test('nothing closes before an answer, a decline, or a missed visit', () => {
    const closable = (Object.keys(allowed) as State[]).filter((state) => allowed[state].includes('close'));
    expect(closable.sort()).toEqual(['answered', 'declined', 'did-not-attend']);
  });

  test('a visit cannot be booked into the past', () => {
    const accepted = aReferral({ standing: { state: 'accepted', since: noon, by: cheung.id } });
    expect(codeOf(() => move(accepted, { do: 'book', visit: { at: noon, bookedBy: yip.id } }, at))).toBe(
      'visit.in-the-past',
    );
  });

  test('a redirect that is sent on keeps the first date of sending', () => {
    const redirected = aReferral({
      standing: { state: 'redirected', since: noon, by: cheung.id, to: tmh, hotline: tmCardio, words: '' },
      signature: aSignature(),
      firstSentAt: noon,
    });
    const again = move(redirected, { do: 'resend', by: alvin.id }, at);
    expect(again).toMatchObject({ to: tmh, firstSentAt: noon, standing: { state: 'sent', since: at } });
  });
});

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  fc.constant<Move>({ do: 'ask-sign-off', asked: lam.id, contentHash: 'hash-1' }),
  fc.record({
    do: fc.constant('sign' as const),
    signature: fc.constantFrom(aSignature(), aSignature({ contentVersion: 9 }), aSignature({ by: alvin.id })),
  }),
  fc.constantFrom<Move>(
    { do: 'refuse-sign-off', by: lam.id, reason: 'x' },
    { do: 'revise', by: alvin.id },
    { do: 'deliver' },
    { do: 'open', by: cheung.id },
    { do: 'accept', by: cheung.id },
  ),
  fc.constantFrom<Move>(
    { do: 'decline', by: cheung.id, reason: 'duplicate', words: 'known' },
    { do: 'redirect', by: cheung.id, to: tmh, hotline: tmCardio, words: 'there' },
    { do: 'resend', by: alvin.id },
    { do: 'book', visit: { at: later(10_000), bookedBy: yip.id } },
    { do: 'attend', by: yip.id },
    { do: 'miss', by: yip.id },
    { do: 'answer', by: cheung.id },
    { do: 'close', by: alvin.id },
    { do: 'cancel', by: alvin.id, because: 'withdrawn', words: 'x' },
  ),
);

/** Walks as far as the rules allow; a refused step leaves everything as it was. */
const walk = (moves: readonly Move[], see: (before: Referral, step: Move, after: Referral) => void): Referral => {
  let here = aReferral();
  moves.forEach((step, index) => {
    const before = here;
    try {
      here = move(before, step, later(index + 1));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    see(before, step, here);
  });
  return here;
};

describe('whatever people press, in whatever order', () => {
  test('no open referral is ever without an owner and a next deadline', () => {
    const house = aHouse();
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 40 }), (moves) => {
        walk(moves, (_before, _step, after) => {
          const watch = watchOf(after, house);
          expect(watch !== undefined).toBe(isOpen(after));
          if (watch) {
            expect(ownersOf(watch.owner).length).toBeGreaterThan(0);
            expect(watch.due.getTime()).toBeGreaterThan(0);
          }
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('a step taken twice is a step taken once', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 30 }), anyMove, (moves, step) => {
        const here = walk(moves, () => {});
        if (!mayMove(here, step.do)) return;
        let once: Referral;
        try {
          once = move(here, step, later(100));
        } catch {
          return;
        }
        const again = (() => {
          try {
            return move(once, step, later(101));
          } catch {
            return once;
          }
        })();
        if (!['book', 'redirect', 'revise'].includes(step.do)) expect(again.standing.state).toBe(once.standing.state);
      }),
    );
  });

  test('a closed or withdrawn referral stays so, and every kept change counts one version', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 40 }), (moves) => {
        walk(moves, (before, _step, after) => {
          if (!isOpen(before)) expect(after).toBe(before);
          expect(after.version - before.version).toBe(after === before ? 0 : 1);
        });
      }),
    );
  });

  test('nothing is sent without a signature over its very version', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 40 }), (moves) => {
        walk(moves, (_before, _step, after) => {
          const left = !['draft', 'awaiting-sign-off', 'cancelled'].includes(after.standing.state);
          if (left) expect(after.signature?.contentVersion).toBe(after.contentVersion);
        });
      }),
    );
  });

  test('every state that is not an end can be reached and left', () => {
    const seen = new Set<State>();
    fc.assert(
      fc.property(fc.array(anyMove, { minLength: 10, maxLength: 60 }), (moves) => {
        walk(moves, (_b, _s, after) => void seen.add(after.standing.state));
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect([...seen].sort()).toEqual((Object.keys(allowed) as State[]).sort());
  });
});
