import type { AllergyIntolerance, AllergyIntoleranceReaction, CodeableConcept } from 'fhir/r4.d.ts';
import { absentReason } from '../unsaid.ts';
import { type About, begun, type Of } from './about.ts';
import { concept, ipsNothing, listed, snomed } from './coded.ts';
import { dateTime, spokenTime } from './moments.ts';
import { unsaid } from './unsaid.ts';

const all = /^(?:any drug|any|none|no known (?:drug )?allerg(?:y|ies)|nkd?a)$/iu;

/** One allergy, one that is denied, "no known allergy", or "nobody knows": four things that never look alike. */
export function allergy(finding: Of<'allergy'>, about: About): AllergyIntolerance {
  const ofAll = all.test(finding.name) && finding.status !== 'present';
  const code = ofAll ? ofAllergies(finding.status, finding.name) : concept(finding.name, finding.code);
  const at = dateTime(finding.at);
  const notes = spokenTime(finding.at);
  return {
    resourceType: 'AllergyIntolerance',
    ...begun('AllergyIntolerance', about, finding),
    patient: about.subject,
    clinicalStatus: listed('allergyintolerance-clinical', finding.course ?? 'active'),
    verificationStatus: verification(finding, ofAll),
    code,
    ...(finding.category ? { category: [finding.category] } : {}),
    ...(finding.criticality ? { criticality: finding.criticality } : {}),
    ...(finding.reaction || finding.severity ? { reaction: [reaction(finding)] } : {}),
    ...(at === undefined ? {} : { recordedDate: at }),
    ...(notes.length > 0 ? { note: [...notes] } : {}),
  };
}

/** Also for a list that was said to be empty, or unknown, without a finding of its own. */
export function ofAllergies(status: 'absent' | 'unknown' | 'pending', name = ''): CodeableConcept {
  if (status !== 'absent') return ipsNothing('no-allergy-info', 'No information about allergies');
  return /drug|nkda/iu.test(name)
    ? snomed('409137002', 'No known drug allergy')
    : snomed('716186003', 'No known allergy');
}

function verification(finding: Of<'allergy'>, ofAll: boolean): CodeableConcept {
  const list = 'allergyintolerance-verification';
  // "No known allergy" is itself what is confirmed: refuting it would say the opposite.
  if (finding.status === 'absent') return listed(list, ofAll ? 'confirmed' : 'refuted');
  if (finding.status === 'present') return listed(list, finding.confidence < 0.8 ? 'unconfirmed' : 'confirmed');
  return { ...unsaid(finding.status), ...listed(list, 'unconfirmed') };
}

const reaction = ({ reaction: what, severity }: Of<'allergy'>): AllergyIntoleranceReaction => ({
  manifestation: [what ? { text: what } : { extension: [{ url: absentReason, valueCode: 'unknown' }] }],
  ...(severity ? { severity } : {}),
});
