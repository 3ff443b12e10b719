import type { ClinicianId, InstitutionId, TenantId, UserId } from '../ids.ts';

export const roles = [
  'clinician',
  'consultant',
  'nurse',
  'coordinator',
  'records',
  'privacy-officer',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

export const languages = ['en', 'zh-Hant', 'zh-Hans'] as const;
export type Language = (typeof languages)[number];

/** Someone Baton knows, with the places where they work and who they are in each DingTalk organisation. */
export type Person = {
  readonly id: ClinicianId;
  readonly name: { readonly en: string; readonly zhHant: string };
  readonly registration?: string;
  readonly works: readonly { readonly institution: InstitutionId; readonly roles: readonly Role[] }[];
  readonly dingtalk: readonly { readonly tenant: TenantId; readonly user: UserId }[];
  readonly language: Language;
  /** Relatives they named to the privacy officer: a look at such a record is flagged. */
  readonly relatives?: readonly { readonly en?: string; readonly zhHant?: string }[];
  /** Left the organisation or switched off: may do nothing, is told nothing. */
  readonly left?: boolean;
};

export const worksAt = (person: Person, institution: InstitutionId): boolean =>
  !person.left && person.works.some((work) => work.institution === institution);

export const rolesAt = (person: Person, institution: InstitutionId): readonly Role[] =>
  person.left ? [] : (person.works.find((work) => work.institution === institution)?.roles ?? []);

export const hasRole = (person: Person, institution: InstitutionId, ...wanted: readonly Role[]): boolean =>
  rolesAt(person, institution).some((role) => wanted.includes(role));

export const isOfficer = (person: Person): boolean =>
  !person.left &&
  person.works.some((work) => work.roles.includes('privacy-officer') || work.roles.includes('administrator'));

/** Doctors may sign; a consultant may sign what others wrote. */
export const clinicalRoles: readonly Role[] = ['clinician', 'consultant'];
/** Who may book, call and close beside the doctors. */
export const deskRoles: readonly Role[] = ['nurse', 'coordinator'];
