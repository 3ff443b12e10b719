import type { Dosing } from '../reading/dose.ts';
import type { Medicine } from './case.ts';

type Dose = Pick<Medicine, 'dose' | 'figure' | 'timesADay' | 'perKilo' | 'withoutUnit'>;

const perDay: Readonly<Record<string, number>> = {
  'once daily': 1,
  'in the morning': 1,
  'at night': 1,
  'twice daily': 2,
  'three times daily': 3,
  'four times daily': 4,
  'every other day': 0.5,
  weekly: 1 / 7,
  monthly: 1 / 30,
  immediately: 1,
};

/** Milligrams a dose and doses a day, where both can be known. By the kilo, or without a unit, it cannot. */
export function doseOf(dosing: Dosing, text: string): Dose {
  const perKilo = /\/\s?kg(?![a-z])|per kilo|per kg|每公斤/u.test(text);
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(?:-\d+(?:\.\d+)?)?\s?(mg|mcg|g)?(?![a-z])/u.exec(dosing.dose ?? '') ?? [];
  const times = timesOf(dosing.frequency);
  const withoutUnit =
    (amount !== undefined && /^[\d.]+$/u.test(dosing.dose ?? '')) ||
    (dosing.dose === undefined && bareFigure.test(text));
  const figure = withoutUnit ? (amount ?? bareFigure.exec(text)?.[1]) : undefined;
  const scale = unit === 'g' ? 1000 : unit === 'mcg' ? 0.001 : unit === 'mg' ? 1 : undefined;
  return {
    perKilo,
    withoutUnit,
    ...(figure === undefined ? {} : { figure: Number(figure) }),
    ...(amount === undefined || scale === undefined || perKilo
      ? {}
      : { dose: Number(amount) * scale * countOf(dosing.dose) }),
    ...(times === undefined ? {} : { timesADay: times }),
  };
}

/** "warfarin 3": three of what? */
const bareFigure = /\p{L}\s(\d+(?:\.\d+)?)\s*(?:$|,|\(|\b(?:od|bd|tds|qid|daily|nocte|om|prn)\b)/u;

/** `500 mg, 2 tablets` is a gram. */
function countOf(dose = ''): number {
  const tablets = /,\s?(\d+(?:\.\d+)?)\s(?:tablet|capsule)/u.exec(dose)?.[1];
  return tablets === undefined ? 1 : Number(tablets);
}

function timesOf(frequency: string | undefined): number | undefined {
  if (frequency === undefined) return undefined;
  const hours = /every (\d+) hours/u.exec(frequency)?.[1];
  if (hours !== undefined && Number(hours) > 0) return 24 / Number(hours);
  const known = Object.keys(perDay).find((name) => frequency.startsWith(name));
  return known === undefined ? undefined : perDay[known];
}
