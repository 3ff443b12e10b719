import type { CodeableConcept, Dosage, MedicationRequest, MedicationStatement } from 'fhir/r4.d.ts';
import { type About, begun, type Of } from './about.ts';
import { quantity } from './amount.ts';
import { concept, ipsNothing, snomed } from './coded.ts';
import { dateTime, spokenTime } from './moments.ts';
import { besides } from './unsaid.ts';

const all = /^(?:none|any drug|no known medications?)$/iu;

/** A medicine as it is said to be taken; as an order where its source is one. */
export const medication = (finding: Of<'medication'>, about: About): MedicationStatement | MedicationRequest =>
  wasOrdered(finding) ? request(finding, about) : statement(finding, about);

/** A MedicationRequest of FHIR, or the order segments of HL7 v2. */
const wasOrdered = ({ source, status }: Of<'medication'>): boolean =>
  status === 'present' && (/^MedicationRequest\//u.test(source.path ?? '') || /^RX[OE]\b/u.test(source.segment ?? ''));

function statement(finding: Of<'medication'>, about: About): MedicationStatement {
  const [at, until] = [dateTime(finding.at), dateTime(finding.until)];
  const course = changeOf(finding);
  const notes = [...spokenTime(finding.at), ...spokenTime(finding.until)];
  return {
    resourceType: 'MedicationStatement',
    ...begun('MedicationStatement', about, finding),
    status: statusOf(finding),
    ...besides(finding.status),
    ...(course === undefined ? {} : { statusReason: [course] }),
    medicationCodeableConcept: drug(finding),
    subject: about.subject,
    ...(until === undefined ? {} : { effectivePeriod: { end: until } }),
    ...(at === undefined ? {} : { dateAsserted: at }),
    ...(notes.length > 0 ? { note: notes } : {}),
    ...dosing(finding, 'dosage'),
  };
}

function request(finding: Of<'medication'>, about: About): MedicationRequest {
  const at = dateTime(finding.at);
  const course = changeOf(finding);
  const notes = spokenTime(finding.at);
  return {
    resourceType: 'MedicationRequest',
    ...begun('MedicationRequest', about, finding),
    status: finding.course === 'stopped' ? 'stopped' : 'active',
    ...(course === undefined ? {} : { statusReason: course }),
    intent: 'order',
    medicationCodeableConcept: drug(finding),
    subject: about.subject,
    ...(at === undefined ? {} : { authoredOn: at }),
    ...(notes.length > 0 ? { note: [...notes] } : {}),
    ...dosing(finding, 'dosageInstruction'),
  };
}

function statusOf({ status, course }: Of<'medication'>): MedicationStatement['status'] {
  switch (status) {
    case 'absent':
      return 'not-taken';
    case 'unknown':
      return 'unknown';
    case 'pending':
      return 'intended';
    case 'present':
      return course === 'stopped' ? 'stopped' : 'active';
  }
}

/** Begun or changed by whoever wrote it: the medicine is taken, and this is why it is said. */
const changeOf = ({ course }: Of<'medication'>): CodeableConcept | undefined =>
  course === 'started' || course === 'changed' ? { text: course } : undefined;

function drug({ name, code, status }: Of<'medication'>): CodeableConcept {
  if (status === 'present' || !all.test(name)) return concept(name, code);
  return ofMedicines(status);
}

/** Also for a list that was said to be empty, or unknown, without a finding of its own. */
export const ofMedicines = (status: 'absent' | 'unknown' | 'pending'): CodeableConcept =>
  status === 'absent'
    ? snomed('787481004', 'No known medications')
    : ipsNothing('no-medication-info', 'No information about medications');

/** In parts where the dose is an amount; else in words, whole. */
function dosing<Key extends 'dosage' | 'dosageInstruction'>(
  { dose, route, frequency, duration }: Of<'medication'>,
  key: Key,
): { [key in Key]?: Dosage[] } {
  const words = [dose, route, frequency, duration].filter((one) => one !== undefined && one !== '');
  if (words.length === 0) return {};
  const [, amount = '', unit] = /^([<>]?\d[\d.]*)\s*(\p{L}.*|%)?$/u.exec(dose ?? '') ?? [];
  const exact = quantity(amount, unit);
  if (dose && exact === undefined) return only(key, { text: words.join(' ') });
  return only(key, {
    ...(exact ? { doseAndRate: [{ doseQuantity: exact }] } : {}),
    ...(route ? { route: { text: route } } : {}),
    ...(frequency ? { timing: { code: { text: frequency } } } : {}),
    ...(duration ? { additionalInstruction: [{ text: duration }] } : {}),
  });
}

// One part under the name that was asked for: nothing else is in it.
const only = <Key extends string>(key: Key, one: Dosage) => ({ [key]: [one] }) as { [key in Key]?: Dosage[] };
