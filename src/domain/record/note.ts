import type { Expectation, Urgency } from '../referral/urgency.ts';
import type { Finding, SourcePlace } from './finding.ts';

/** One thing a note asks for, with its words in the source. */
export type Asked<T> = { readonly value: T; readonly confidence: number; readonly source: SourcePlace };

/** What a note asks for, beside the facts it states. A part that the note does not say is left out. */
export type Ask = {
  readonly urgency?: Asked<Urgency>;
  /** One sentence: why this patient is sent. */
  readonly reason?: Asked<string>;
  readonly question?: Asked<string>;
  readonly expected?: Asked<Expectation>;
  /** The receiving place or person, as written. */
  readonly to?: Asked<string>;
  readonly consent?: Asked<'given' | 'refused'>;
};

/** A free text, read. `patients` counts the different patients it seems to speak of; more than one is stopped, never guessed. */
export type ReadNote = {
  readonly ask: Ask;
  readonly findings: readonly Finding[];
  readonly patients: number;
  /** Lines nothing was taken from, so that a reader can see what was left. */
  readonly unread: readonly SourcePlace[];
};
