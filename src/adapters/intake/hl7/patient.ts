import type { PatientIdentity } from '#src/domain/intake/document.ts';
import { compactInstant, dayOf } from '#src/domain/intake/instants.ts';
import { numberOf } from '#src/domain/intake/patient.ts';
import type { Message, Segment } from './message.ts';

const sexes: Readonly<Record<string, PatientIdentity['sex']>> = {
  M: 'male',
  F: 'female',
  O: 'other',
  A: 'other',
  U: 'unknown',
};

/** Who a PID segment names. */
export function patientOf(message: Message, pid: Segment): PatientIdentity {
  const names = message.repeats(pid, 5).map((each) => {
    const part = (component: number) => message.partOf(each, component);
    return {
      family: part(1),
      given: [part(2), part(3)].filter((one) => one !== '').join(' '),
      suffix: part(4),
      raw: message.plain(each),
    };
  });
  const latin = names.find(({ family, given }) => /[a-z]/iu.test(family + given)) ?? names[0];
  const chinese = names
    .map(({ family, given }) => /\p{Script=Han}+/u.exec(`${family}${given}`.replace(/\s/gu, ''))?.[0])
    .find((each) => each !== undefined);
  const numbers = [2, 3, 4].flatMap((field) =>
    message.repeats(pid, field).flatMap((each) => {
      const value = message.partOf(each, 1);
      return value === ''
        ? []
        : [numberOf(value, message.partOf(each, 5), message.partOf(each, 4) || message.partOf(each, 6))];
    }),
  );
  const account = message.part(pid, 18);
  const birthDate = dayOf(compactInstant(message.part(pid, 7)));
  const sex =
    sexes[
      /^(?:fe)?male$/iu.test(message.part(pid, 8))
        ? message.part(pid, 8).slice(0, 1).toUpperCase()
        : message.part(pid, 8).toUpperCase()
    ];
  const phone = message.part(pid, 13, 1) || message.part(pid, 13, 12);
  const said =
    latin === undefined ? '' : [latin.given, latin.family, latin.suffix].filter((one) => one !== '').join(' ');
  return {
    names: [...new Set([said, ...(latin === undefined ? [] : [latin.raw])].filter((one) => one !== ''))],
    ...(chinese === undefined ? {} : { chineseName: chinese }),
    ...(latin?.family ? { family: latin.family } : {}),
    ...(latin?.given ? { given: latin.given } : {}),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(sex === undefined ? {} : { sex }),
    numbers: unique([...numbers, ...(account === '' ? [] : [{ type: 'account-number' as const, value: account }])]),
    ...(/^[\d()+ -]{6,}$/u.test(phone) ? { phone } : {}),
  };
}

const unique = <T extends { readonly value: string }>(numbers: readonly T[]): T[] =>
  numbers.filter((each, index) => !numbers.slice(0, index).some((other) => other.value === each.value));
