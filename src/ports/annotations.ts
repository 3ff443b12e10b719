import type { ClinicianId, PatientId, ReferralId } from '../domain/ids.ts';

/** Something a person put on one slice, in the slice's own pixels. A new version takes the place of the one before; the old ones stay kept. */
export type Annotation = {
  readonly id: string;
  readonly version: number;
  readonly referral: ReferralId;
  readonly patient: PatientId;
  readonly by: ClinicianId;
  readonly at: Date;
  readonly series: string;
  readonly file: string;
  readonly frame: number;
  readonly kind: 'circle' | 'arrow' | 'line' | 'text' | 'length' | 'angle' | 'pin';
  readonly points: readonly (readonly [number, number])[];
  readonly text?: string;
  readonly erased?: boolean;
};

/** One thing said in the thread of an annotation; only added, never changed. */
export type Remark = {
  readonly id: string;
  readonly annotation: string;
  readonly referral: ReferralId;
  readonly patient: PatientId;
  readonly by: ClinicianId;
  readonly at: Date;
  readonly text?: string;
  readonly voice?: Voice;
};

/** `peaks` is how loud it is along its length, 0 to 1. */
export type Voice = { readonly seconds: number; readonly peaks: readonly number[]; readonly mime: string };

export interface Remarks {
  /** Oldest first. */
  of(referral: ReferralId): Promise<readonly Remark[]>;
  /** `sound` belongs to a remark with a voice. */
  add(remark: Remark, sound?: Uint8Array): Promise<void>;
  sound(
    referral: ReferralId,
    remark: string,
  ): Promise<{ readonly mime: string; readonly bytes: Uint8Array } | undefined>;
}

export interface Annotations {
  /** The newest version of each, those that were taken away left out. */
  of(referral: ReferralId): Promise<readonly Annotation[]>;
  get(id: string): Promise<Annotation | undefined>;
  /** Keeps one version. Refuses `referral.changed-meanwhile` when this version is there already. */
  keep(annotation: Annotation): Promise<void>;
}
