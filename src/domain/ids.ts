declare const brand: unique symbol;

/** A string that names one kind of thing, so that a patient cannot be passed where a referral is wanted. */
export type Id<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Id<'Tenant'>;
export type InstitutionId = Id<'Institution'>;
export type HotlineId = Id<'Hotline'>;
export type ClinicianId = Id<'Clinician'>;
export type PatientId = Id<'Patient'>;
export type ReferralId = Id<'Referral'>;
export type UploadId = Id<'Upload'>;
export type GroupId = Id<'Group'>;
export type UserId = Id<'User'>;

/** Ties the name tag to a string that a schema or a generator at a door has already looked at. */
// A branded string is a plain string at run time; this is the one place that says so.
export const id = <Which extends Id<string>>(checked: string): Which => checked as Which;
