import type { House } from '../domain/house/house.ts';
import type { ReadNote } from '../domain/record/note.ts';
import type { Clock } from '../ports/clock.ts';
import type { Dice } from '../ports/dice.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/log.ts';
import type { Policy } from '../ports/policy.ts';
import type { SafetyNet } from '../ports/safety.ts';
import type { Signer } from '../ports/vault.ts';

/** What the deeds of a referral need from the world. Each deed asks for the few it uses. */
export type World = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly house: House;
  readonly signer: Signer;
  /** Reads free text into facts with their places. */
  readonly readText: (text: string, now: Date) => ReadNote;
  /** Who may do what: asked at every look and every step. */
  readonly policy: Policy;
  /** Looks for what could harm, in what a referral says. */
  readonly safety: SafetyNet;
  readonly log: Log;
};
