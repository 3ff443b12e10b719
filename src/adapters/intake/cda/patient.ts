import type { PatientIdentity } from '#src/domain/intake/document.ts';
import { compactInstant, dayOf } from '#src/domain/intake/instants.ts';
import { numberOf } from '#src/domain/intake/patient.ts';
import { at, type Element, kids, wordsOf } from '../text/xml.ts';

const sexes: Readonly<Record<string, PatientIdentity['sex']>> = { M: 'male', F: 'female', UN: 'other' };

/** Who a recordTarget names; the legal name first. */
export function patientOf(target: Element): PatientIdentity {
  const role = at(target, 'patientRole');
  const person = at(role, 'patient');
  const names = kids(person, 'name').toSorted((one, other) => rank(one) - rank(other));
  const spoken = names.map(nameOf).filter((each) => each.whole !== '');
  const chinese = spoken
    .map(({ whole }) => whole.replace(/\s/gu, ''))
    .find((each) => /^\p{Script=Han}{2,6}$/u.test(each));
  const birthDate = dayOf(compactInstant(at(person, 'birthTime')?.attributes['value'] ?? ''));
  const sex = sexes[at(person, 'administrativeGenderCode')?.attributes['code'] ?? ''];
  const [first] = spoken;
  const phone = kids(role, 'telecom')
    .map((each) => each.attributes['value'] ?? '')
    .find((each) => each.startsWith('tel:'));
  return {
    names: spoken.map(({ whole }) => whole),
    ...(chinese === undefined ? {} : { chineseName: chinese }),
    ...(first?.family ? { family: first.family } : {}),
    ...(first?.given ? { given: first.given } : {}),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(sex === undefined ? {} : { sex }),
    numbers: kids(role, 'id').flatMap(({ attributes: { extension, root, assigningAuthorityName } }) =>
      extension === undefined ? [] : [numberOf(extension, assigningAuthorityName ?? '', root)],
    ),
    ...(phone === undefined ? {} : { phone: phone.slice(4).trim() }),
  };
}

const rank = (name: Element): number => ({ L: 0, C: 1, OR: 2 })[name.attributes['use'] ?? ''] ?? 3;

function nameOf(name: Element) {
  const parts = (kind: string) =>
    kids(name, kind)
      .map((each) => wordsOf(each))
      .filter((each) => each !== '')
      .join(' ');
  const [given, family] = [parts('given'), parts('family')];
  const whole = given === '' && family === '' ? wordsOf(name) : [given, family].filter((each) => each !== '').join(' ');
  return { given, family, whole: whole.replace(/\s+/gu, ' ') };
}
