import type { SigningShown } from '#src/contract/signing.ts';
import type { House } from '#src/domain/house/house.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Signing } from '#src/usecases/looking/read-signing.ts';
import { findingShape, identityShape, namedPerson } from './referral-shape.ts';

type Eyes = { readonly house: House; readonly person: Person };

/** Who is asked, and what was signed before, in the same words in which the referral itself is shown. */
export const signingShape = ({ asked, lastSigned }: Signing, { house, person }: Eyes): SigningShown => ({
  ...(asked ? { asked: namedPerson(house, asked) } : {}),
  askedIsMe: asked === person.id,
  ...(lastSigned ? { lastSigned: signedShape(lastSigned, house) } : {}),
});

function signedShape(
  { signature, content }: NonNullable<Signing['lastSigned']>,
  house: House,
): NonNullable<SigningShown['lastSigned']> {
  const { identity, reason, question, history, allergiesSaid, medicationsSaid, findings, notes } = content;
  return {
    version: signature.contentVersion,
    by: namedPerson(house, signature.by),
    at: signature.at.toISOString(),
    said: {
      identity: identityShape(identity),
      ...(reason ? { reason } : {}),
      ...(question ? { question } : {}),
      ...(history ? { history } : {}),
      allergiesSaid,
      medicationsSaid,
      findings: findings.filter(({ type }) => type !== 'identity').map((one) => findingShape(one, notes)),
    },
  };
}
