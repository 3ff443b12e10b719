import type { Communication } from 'fhir/r4.d.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import type { SaidOfThem } from '#src/domain/rights/copy.ts';
import { nameOf, pointer } from './names.ts';

/** What colleagues said of the patient; a spoken word points to its sound where the sound is handed out with it. */
export function communication(
  { id, at, text, spokenSeconds, sound }: SaidOfThem,
  referral: Referral,
  nameInArchive: string | undefined,
): Communication {
  const payload = [
    ...(text === undefined ? [] : [{ contentString: text }]),
    ...(nameInArchive === undefined
      ? []
      : [{ contentAttachment: { url: nameInArchive, ...(sound ? { contentType: sound.mime } : {}) } }]),
  ];
  return {
    resourceType: 'Communication',
    id: nameOf('Communication', id),
    status: 'completed',
    subject: pointer('Patient', referral.patient),
    basedOn: [pointer('ServiceRequest', referral.id)],
    sent: at.toISOString(),
    ...(payload.length > 0 ? { payload } : {}),
    ...(spokenSeconds === undefined ? {} : { note: [{ text: `Spoken, ${Math.round(spokenSeconds)} seconds` }] }),
  };
}
