import type { DocumentReference } from 'fhir/r4.d.ts';
import type { FiledUpload } from '#src/domain/referral/content.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { nameOf, pointer } from './names.ts';

/** A file that is held. It has an address, inside the archive, only where it is handed out. Its own name may name others and stays away. */
export function documentReference(
  { id, kind, mime, bytes, addedAt }: FiledUpload,
  referral: Referral,
  nameInArchive: string | undefined,
): DocumentReference {
  const date = new Date(addedAt);
  return {
    resourceType: 'DocumentReference',
    id: nameOf('DocumentReference', id),
    identifier: [{ value: id }],
    status: 'current',
    subject: pointer('Patient', referral.patient),
    ...(Number.isNaN(date.getTime()) ? {} : { date: date.toISOString() }),
    content: [
      {
        attachment: {
          contentType: mime,
          size: bytes,
          title: nameInArchive?.split('/').at(-1) ?? kind,
          ...(nameInArchive === undefined ? {} : { url: nameInArchive }),
        },
      },
    ],
    context: { related: [pointer('ServiceRequest', referral.id)] },
  };
}
