import type { DocumentFound, FoundShown } from '#src/contract/find.ts';
import { patientLine } from '#src/domain/referral/patient-line.ts';
import type { FoundPatient } from '#src/usecases/archive/find.ts';
import { lineShape, namedPlace } from './referral-shape.ts';

type Eyes = Parameters<typeof lineShape>[1];

/** What was found, as the screen shows it: a patient by initials, each document with its best line. */
export const foundShape = (
  { patients, more }: { readonly patients: readonly FoundPatient[]; readonly more: boolean },
  eyes: Eyes,
): FoundShown => ({
  patients: patients.map(({ referrals, documents }) => ({
    patient: patientLine(referrals[0]?.identity ?? {}),
    referrals: referrals.map((line) => lineShape(line, eyes)),
    documents: documents.map((one) => documentShape(one, eyes)),
  })),
  more,
});

const documentShape = (
  { grant, candidate, title, line, hasThumbnail }: FoundPatient['documents'][number],
  { house }: Eyes,
): DocumentFound => ({
  id: candidate.id,
  referral: grant.referral.id,
  code: grant.referral.code,
  kind: candidate.kind,
  at: candidate.at.toISOString(),
  isDated: candidate.isDated,
  from: namedPlace(house, candidate.origin),
  origin: candidate.origin,
  ...(candidate.upload ? { file: candidate.upload } : {}),
  ...(title ? { title } : {}),
  ...(line ? { line: { text: line.text, marks: line.marks.map(([from, to]) => [from, to]) } } : {}),
  hasThumbnail,
});
