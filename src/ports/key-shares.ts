import type { ClinicianId, InstitutionId, PatientId } from '../domain/ids.ts';

/** A page's own connection, as far as keys need it. */
export type KeyAsks = {
  readonly all: <Row extends Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>;
  readonly run: (text: string, values?: readonly unknown[]) => Promise<number>;
};

/**
 * Which institutions hold a key to a patient: the patient's data keys, wrapped once more with each institution's own key. It stands beside the rules of
 * access and not instead of them: without a wrap nothing is read in an institution's name, whatever a rule says.
 */
export interface KeyShares {
  /** Gives an institution a wrap of every key of the patient: a referral was sent, a consent given, an emergency opened. Twice is once. */
  share(patient: PatientId, institution: InstitutionId): Promise<void>;
  /** Takes all wraps of an institution away, and makes a new key for what is written from now on. False where it held none. */
  unshare(patient: PatientId, institution: InstitutionId): Promise<boolean>;
  /** Somebody has left: their signing key is out of use from this moment and its secret is destroyed. What they signed can still be checked. */
  endSigning(person: ClinicianId, at: Date): Promise<void>;
  holders(patient: PatientId): Promise<readonly InstitutionId[]>;
  /**
   * Opens the patient's keys through the institution's wraps. One that never was asked about (a store from before there were wraps) is given its wraps
   * now. Refuses `vault.no-key-for-institution` after an `unshare`, `vault.tampered`, `vault.key-missing`.
   */
  mustOpen(patient: PatientId, institution: InstitutionId): Promise<void>;
  /** Those of the patients whose keys open through the institution's wraps as they stand, in one question; nothing is made. Of the others `mustOpen` decides. */
  opening(patients: readonly PatientId[], institution: InstitutionId): Promise<ReadonlySet<PatientId>>;
  /** A sealed value through the institution's wrap alone, never by the service's own key. Refuses as `mustOpen`. */
  openFor(institution: InstitutionId, label: string, sealed: Uint8Array): Promise<Uint8Array>;
}
