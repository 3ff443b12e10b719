import type { Consent, ConsentId } from '#src/domain/consent/consent.ts';
import { id, type PatientId } from '#src/domain/ids.ts';
import { alvin, twc } from './a-house.ts';
import { noon } from './a-referral.ts';

/** A spoken yes to the clinic for everything but the sensitive parts; say only what is different today. */
export const aConsent = (more: Partial<Consent> = {}): Consent => ({
  id: id<ConsentId>('consent-1'),
  patient: id<PatientId>('patient-1'),
  recipient: { institution: twc },
  decision: 'given',
  categories: ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents'],
  purpose: 'care',
  from: noon,
  how: { way: 'spoken', witness: 'Nurse Wong' },
  wording: '2026-11',
  recordedBy: alvin.id,
  recordedAt: noon,
  ...more,
});
