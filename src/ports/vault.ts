import type { Readable } from 'node:stream';
import type { PatientId } from '../domain/ids.ts';
import type { KeyAsks, KeyShares } from './key-shares.ts';

/** Keeps what is said of patients unreadable at rest: AES-256-GCM, one data key per patient, wrapped by the master key. */
export interface Vault {
  /** Seals a value for one patient; `label` binds it to its place (table and id), so that sealed values cannot be swapped. */
  seal(patient: PatientId, label: string, plain: Uint8Array): Promise<Uint8Array>;
  /** Refuses `vault.tampered`, `vault.key-missing`. */
  open(patient: PatientId, label: string, sealed: Uint8Array): Promise<Uint8Array>;
  /** Seals for the service itself, before it is known whose it is (inbox payloads, session data). */
  sealForService(label: string, plain: Uint8Array): Promise<Uint8Array>;
  openForService(label: string, sealed: Uint8Array): Promise<Uint8Array>;
  /** A keyed fingerprint for finding without reading (identifiers, name bigrams): 64 bits, as a decimal string for `bigint`. */
  blind(domain: 'hkid' | 'other-id' | 'name' | 'word', value: string): string;
  /** Which institutions hold a key to a patient, on a page's own connection. */
  sharesOn(asks: KeyAsks): KeyShares;
  /** Destroys every key of a patient. */
  forget(patient: PatientId): Promise<void>;
}

/** Large sealed bytes on disk, in frames that cannot be reordered, cut or swapped. */
export interface SealedFiles {
  /**
   * Streams in, seals, fsyncs, and gives size and SHA-256 of the plain bytes. Over `limitBytes` it refuses `upload.too-large` and leaves nothing;
   * `head` is the first 4,100 plain bytes, for sniffing.
   */
  keep(
    patient: PatientId,
    id: string,
    plain: Readable,
    limitBytes: number,
  ): Promise<{ readonly bytes: number; readonly sha256: string; readonly head: Uint8Array }>;
  /** Plain bytes again; `from`/`to` (half open) serve ranges without reading the whole. Refuses `vault.tampered`, `upload.not-found`. */
  read(patient: PatientId, id: string, range?: { readonly from: number; readonly to: number }): Promise<Readable>;
  remove(patient: PatientId, id: string): Promise<void>;
}

/** Signs in a clinician's name with a key that is kept sealed, and checks. */
export interface Signer {
  sign(who: string, bytes: Uint8Array, at: Date): Promise<{ readonly keyId: string; readonly signature: string }>;
  publicKey(
    keyId: string,
  ): Promise<
    { readonly owner: string; readonly spkiPem: string; readonly from: Date; readonly until?: Date } | undefined
  >;
}
