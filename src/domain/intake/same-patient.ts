import type { PatientIdentity } from './document.ts';

/** Whether two parts of a file speak of the same person: by a number that both name, else by the name, where no number and no birth date says otherwise. */
export function isSamePatient(one: PatientIdentity | undefined, other: PatientIdentity | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const shared = (type: string) =>
    one.numbers.some((a) => a.type === type && other.numbers.some((b) => b.type === type && b.value === a.value));
  const births = one.birthDate === undefined || other.birthDate === undefined || one.birthDate === other.birthDate;
  if (shared('hkid') || shared('record-number')) return births;
  return (
    births &&
    one.names[0] !== undefined &&
    one.names[0].toLowerCase() === other.names[0]?.toLowerCase() &&
    (one.numbers.length === 0 || other.numbers.length === 0)
  );
}
