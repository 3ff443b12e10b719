import type { PatientId } from '../domain/ids.ts';
import type { Language } from '../domain/people/person.ts';
import type { CopyOf } from '../domain/rights/copy.ts';
import type { Look } from '../domain/rights/who-looked.ts';
import type { SheetName } from '../domain/trail/accountability.ts';

export type Naming = Readonly<Record<string, SheetName>>;

/** Papers for patients: who looked, and a copy of what is held. Marked with who made it and when. */
export interface PatientPapers {
  whoLooked(looks: readonly Look[], names: Naming, made: Made): Promise<Uint8Array>;
  copy(copies: readonly CopyOf[], names: Naming, made: Made & { readonly leftOut: number }): Promise<Uint8Array>;
}
export type Made = { readonly language: Language; readonly reader: string; readonly at: Date };

/** The same copy for machines: the text of a FHIR R4 bundle. Give it what was cleaned. */
export type CopyForMachines = (copy: MachineCopy) => string;
export type MachineCopy = {
  readonly patient: PatientId;
  readonly copies: readonly CopyOf[];
  readonly names: Naming;
  readonly at: Date;
  /** Under which name a file or a sound lies beside the bundle, when it is handed out with it. */
  readonly nameInArchive: (file: string) => string | undefined;
};
