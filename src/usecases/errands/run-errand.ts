import type { Errand } from '../../domain/errand.ts';
import { Refused, Unreachable } from '../../domain/refused.ts';
import type { ErrandInHand, Outcome } from '../../ports/errands.ts';
import type { Log } from '../../ports/log.ts';
import { Undeliverable, UnknownOutcome } from '../../ports/messenger.ts';

/** Does one errand of its kind. May throw the messenger's errors: they become outcomes in one place, here. */
export type Does<Deed extends Errand['do']> = (
  errand: Extract<Errand, { do: Deed }>,
  inHand: ErrandInHand,
) => Promise<Outcome>;

export type Hands = { readonly [Deed in Errand['do']]: Does<Deed> };

const pauses = [1_000, 3_000, 10_000, 30_000, 60_000, 120_000, 300_000];

/** Pause before the next try: growing, with jitter so that many errands do not come back at the same moment. */
export const pauseAfter = (tries: number, chance: number = Math.random()): number => {
  const base = pauses[Math.min(tries, pauses.length - 1)] ?? 300_000;
  return Math.round(base * (0.5 + chance));
};

/** Runs whatever is in hand and says what came of it. Nothing is ever lost by a throw: what has no name is tried again, later and later. */
export const runErrand =
  (hands: Hands, log: Log) =>
  async (inHand: ErrandInHand): Promise<Outcome> => {
    try {
      return await handOf(hands, inHand);
    } catch (error) {
      return outcomeOf(error, inHand, log);
    }
  };

function handOf(hands: Hands, inHand: ErrandInHand): Promise<Outcome> {
  const { errand } = inHand;
  // Each branch of the union goes to the hand of the same name; TypeScript cannot follow the pairing through the record.
  const hand = hands[errand.do] as Does<Errand['do']>;
  return hand(errand, inHand);
}

function outcomeOf(error: unknown, { id, errand, tries }: ErrandInHand, log: Log): Outcome {
  const facts = { errand: id, deed: errand.do, tries };
  if (error instanceof UnknownOutcome) {
    log.warn(facts, 'an errand may have happened and cannot be looked up');
    return { is: 'unknown', why: 'unknown-outcome' };
  }
  if (error instanceof Undeliverable) {
    log.warn({ ...facts, reason: error.reason, action: error.action }, 'an errand cannot be done');
    return error.action === 'stop' && tries < 40
      ? { is: 'later', afterMs: 300_000, why: error.reason }
      : { is: 'dropped', why: error.reason };
  }
  if (error instanceof Refused) {
    log.warn({ ...facts, code: error.code }, 'an errand was refused');
    return { is: 'dropped', why: error.code };
  }
  const code = error instanceof Unreachable ? error.code : 'unexpected';
  log.warn(
    { ...facts, code, error: code === 'unexpected' ? String(error) : undefined },
    'an errand will be tried again',
  );
  return { is: 'later', afterMs: pauseAfter(tries), why: code };
}
