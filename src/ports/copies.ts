import type { Language } from '../domain/people/person.ts';
import type { CopyOf } from '../domain/rights/copy-bundle.ts';
import type { Look } from '../domain/rights/who-looked.ts';
import type { SheetName } from '../domain/trail/accountability.ts';

export type Naming = Readonly<Record<string, SheetName>>;

/** Papers for patients: who looked, and a copy of what is held. Marked with who made it and when. */
export interface PatientPapers {
  whoLooked(looks: readonly Look[], names: Naming, made: Made): Promise<Uint8Array>;
  copy(copies: readonly CopyOf[], names: Naming, made: Made & { readonly leftOut: number }): Promise<Uint8Array>;
}
export type Made = { readonly language: Language; readonly reader: string; readonly at: Date };
