import type { ClinicianId, HotlineId, InstitutionId, ReferralId } from '../ids.ts';
import type { Referral } from '../referral/referral.ts';

/** What the code of a drill begins with. Every text that names a case names it by its code, so none of them can leave this out. */
export const drillMark = 'DRILL 演習';
export const drillCode = (code: string): string => `${drillMark} ${code}`;
export const isDrill = ({ code }: Pick<Referral, 'code'>): boolean => code.startsWith(`${drillMark} `);

/** An exercise on a hotline: a referral about nobody, from its start to its end. */
export type Drill = {
  readonly referral: ReferralId;
  readonly hotline: HotlineId;
  /** Whose drill it is: the sending institution. */
  readonly institution: InstitutionId;
  readonly by: ClinicianId;
  readonly begunAt: Date;
  /** Ends then by itself. */
  readonly until: Date;
  readonly ended?: { readonly at: Date; readonly by?: ClinicianId };
};

/** Who may be reached by a drill on a hotline, and whether its group is. Nobody else hears of it. */
export type DrillPlan = {
  readonly hotline: HotlineId;
  readonly people: readonly ClinicianId[];
  readonly group: boolean;
  readonly minutes: number;
};

/** The invented patient, in the words a doctor would write; read like any other note. There is no HKID in it: an identity card number is always somebody's. */
export const drillNote =
  'refer DRILL PATIENT 演習病人, male, DOB 1/4/1957. Chest pain 2h, known AF. BP 150/90 HR 98. Troponin 54 ng/L. On warfarin 3mg daily. Allergic to penicillin (rash). Urgent.';
export const drillIdentity = { nameEn: 'DRILL PATIENT', nameZh: '演習病人' } as const;
