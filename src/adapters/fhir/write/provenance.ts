import type { Provenance, Reference } from 'fhir/r4.d.ts';
import type { SourcePlace } from '#src/domain/record/finding.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { nameOf, pointer } from './names.ts';

type Read = { readonly target: Reference; readonly source: SourcePlace };

/** From which document what was read: one for each document, naming it and the pages. What was typed came with the referral. */
export function provenances(
  read: readonly Read[],
  referral: Referral,
  documents: ReadonlySet<string>,
  at: Date,
): Provenance[] {
  const byDocument = new Map<string, Read[]>();
  for (const one of read) {
    const which = one.source.upload !== undefined && documents.has(one.source.upload) ? one.source.upload : '';
    byDocument.set(which, [...(byDocument.get(which) ?? []), one]);
  }
  return [...byDocument].map(([document, those]) => ({
    resourceType: 'Provenance',
    id: nameOf('Provenance', `${referral.id}/${document}`),
    target: those.map(({ target }) => target),
    recorded: at.toISOString(),
    agent: [
      {
        type: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'assembler' }],
        },
        who: pointer('Organization', referral.from),
      },
    ],
    entity: [
      {
        role: 'source',
        what:
          document === ''
            ? pointer('ServiceRequest', referral.id, 'As it was written')
            : pointer('DocumentReference', document, placesIn(those)),
      },
    ],
  }));
}

function placesIn(those: readonly Read[]): string | undefined {
  const pages = [...new Set(those.flatMap(({ source }) => source.page ?? []))].sort((one, other) => one - other);
  return pages.length === 0 ? undefined : `Page ${pages.join(', ')}`;
}
