import type { Ground } from '../happening.ts';
import type { PatientId } from '../ids.ts';
import { clinicalRoles, deskRoles, hasRole, type Person } from '../people/person.ts';
import type { ConsentGiven } from '../referral/content.ts';
import type { Referral } from '../referral/referral.ts';

const minted: unique symbol = Symbol('minted by decide');

/** Leave to read what one referral says of its patient. Only `decide` can mint one, so nobody reads without asking. */
export type Grant = {
  readonly patient: PatientId;
  readonly referral: Referral;
  readonly reader: Person;
  readonly because: Ground;
  readonly [minted]: true;
};

export type Facts = { readonly referral: Referral; readonly consent: ConsentGiven | undefined };

/**
 * May this person read it? The author, the one asked to sign and the one who holds it treat the patient; colleagues of the sending side who treat or
 * coordinate may; the receiving side may once it was sent and the patient agreed. Everybody else gets undefined, and hears "not found":
 * that a record exists is itself private.
 */
export function decide(reader: Person, facts: Facts): Grant | undefined {
  const because = groundFor(reader, facts);
  return because && { patient: facts.referral.patient, referral: facts.referral, reader, because, [minted]: true };
}

function groundFor(reader: Person, { referral, consent }: Facts): Ground | undefined {
  if (reader.left) return undefined;
  const { standing } = referral;
  if (reader.id === referral.author) return 'author';
  if (standing.state === 'awaiting-sign-off' && standing.asked === reader.id) return 'treating';
  if (referral.signature?.by === reader.id) return 'treating';
  if (hasRole(reader, referral.from, ...clinicalRoles, ...deskRoles)) return 'treating';
  const hasLeftHouse =
    standing.state !== 'draft' && standing.state !== 'awaiting-sign-off' && referral.signature !== undefined;
  const agreed = consent?.given === true;
  if (hasLeftHouse && agreed && hasRole(reader, referral.to, ...clinicalRoles, ...deskRoles)) return 'consented';
  return undefined;
}

/** May know that the referral exists and how far it is (its card), without reading what it says. */
export const maySeeStanding = (viewer: Person, referral: Referral): boolean =>
  !viewer.left && viewer.works.some(({ institution }) => institution === referral.from || institution === referral.to);
