import type { InstitutionId } from '../domain/ids.ts';

/** How the chains of some institutions stand: verified again from the last signed checkpoint. */
export type TrailStanding = {
  readonly chain: InstitutionId;
  readonly ok: boolean;
  readonly entries: number;
  readonly covered: number;
  readonly lastAt?: Date;
  /** The first entry that does not fit. */
  readonly badAt?: number;
};
export interface TrailWatch {
  standing(institutions: readonly InstitutionId[]): Promise<readonly TrailStanding[]>;
}
