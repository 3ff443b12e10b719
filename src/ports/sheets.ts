import type { ReferralId } from '../domain/ids.ts';
import type { Language } from '../domain/people/person.ts';
import type { Sheet, SheetName } from '../domain/trail/accountability.ts';

/** Makes accountability sheets: signed, with the proofs a stranger needs, and as a page to print. */
export interface Sheets {
  /** Of what the trail holds of one referral now. Refuses `trail.broken`. */
  of(
    about: { readonly referral: ReferralId; readonly code: string },
    namesOf: (ids: readonly string[]) => Readonly<Record<string, SheetName>>,
  ): Promise<Sheet>;
  pdf(sheet: Sheet, language: Language, by: { readonly reader: string }): Promise<Uint8Array>;
}
