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
  readonly kind: 'circle' | 'arrow' | 'line' | 'text' | 'length' | 'angle';
  readonly points: readonly (readonly [number, number])[];
  readonly text?: string;
  readonly erased?: boolean;
};

export interface Annotations {
  /** The newest version of each, those that were taken away left out. */
  of(referral: ReferralId): Promise<readonly Annotation[]>;
  get(id: string): Promise<Annotation | undefined>;
  /** Keeps one version. Refuses `referral.changed-meanwhile` when this version is there already. */
  keep(annotation: Annotation): Promise<void>;
}
