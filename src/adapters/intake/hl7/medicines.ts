import { dosingAnywhere, routeOf, strengthIn } from '#src/domain/intake/dosing.ts';
import { compactInstant } from '#src/domain/intake/instants.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { Message, Segment } from './message.ts';

/** Where each pharmacy segment keeps drug, amount, unit, instruction and strength. */
const layout: Readonly<
  Record<
    string,
    {
      drug: number;
      amount?: number;
      most?: number;
      unit?: number;
      says?: readonly number[];
      strength?: number;
      strengthUnit?: number;
    }
  >
> = {
  RXE: { drug: 2, amount: 3, most: 4, unit: 5, says: [7], strength: 25, strengthUnit: 26 },
  RXO: { drug: 1, amount: 2, most: 3, unit: 4, says: [7, 6], strength: 18, strengthUnit: 19 },
  RXD: { drug: 2, amount: 12, unit: 5, says: [9], strength: 16, strengthUnit: 17 },
  RXG: { drug: 4, amount: 5, most: 6, unit: 7, says: [13], strength: 17, strengthUnit: 18 },
  RXA: { drug: 5, amount: 6, unit: 7, says: [9], strength: 13, strengthUnit: 14 },
};

export const isMedicine = (segment: Segment): boolean => layout[segment.name] !== undefined;

/** A prescribed, dispensed or given drug, with the route and the timing from the segments that belong to its order. */
export function medicineOf(
  tools: Tools,
  message: Message,
  segment: Segment,
  around: readonly Segment[],
): Finding | undefined {
  const places = layout[segment.name];
  if (places === undefined) return undefined;
  const drug = drugIn(message, segment, places.drug);
  if (drug === '' || isNothing(message, segment)) return undefined;
  const isRefused = isNotGiven(message, segment);
  const part = (field: number | undefined, component = 1) =>
    field === undefined ? '' : message.part(segment, field, component);
  const says = (places.says ?? [])
    // The notes of what was given hold a code in front of their words.
    .map((field) =>
      segment.name === 'RXA' ? message.part(segment, field, 2) : message.text(segment, field).replaceAll('^', ' '),
    )
    .join('\n')
    .trim();
  const said = dosingAnywhere(says);
  const unit = unitIn(part(places.unit, 1), part(places.unit, 2));
  const strengthUnit = unitIn(part(places.strengthUnit, 1), part(places.strengthUnit, 2));
  const strength =
    part(places.strength) !== '' && strengthUnit !== '' ? `${part(places.strength)} ${strengthUnit}` : strengthIn(drug);
  const amount = [...new Set([part(places.amount), part(places.most)])]
    .filter((each) => each !== '' && each !== '0' && !(segment.name === 'RXA' && /^9{3,}$/u.test(each)))
    .join('-');
  const dose = doseOf(amount, unit, strength) ?? said.dose;
  const route = routeIn(message, around) ?? said.route ?? routeOf(says);
  const frequency = frequencyIn(message, segment, around) ?? said.frequency;
  const known = tools.coder.drug(drug);
  const order = around.find(({ name }) => name === 'ORC');
  const control = order ? message.part(order, 1) : '';
  const at = compactInstant(message.part(segment, 3));
  return {
    type: 'medication',
    name: drug,
    ...(known?.code === undefined ? {} : { code: known.code }),
    ...(known === undefined ? {} : { ingredients: known.ingredients }),
    ...(dose === undefined ? {} : { dose }),
    ...(route === undefined ? {} : { route }),
    ...(frequency === undefined ? {} : { frequency }),
    ...(said.duration === undefined ? {} : { duration: said.duration }),
    ...(segment.name === 'RXA' && at !== undefined ? { at } : {}),
    course: /^(?:DC|CA|OD|OC|HD|CR)$/u.test(control)
      ? 'stopped'
      : /^(?:XO|RP|RU)$/u.test(control)
        ? 'changed'
        : 'current',
    status: isRefused ? 'absent' : 'present',
    confidence: known === undefined ? 0.7 : known.sure < 1 ? 0.75 : 0.97,
    source: { segment: `${segment.name}[${segment.nth}]-${places.drug}`, text: drug },
  };
}

/** A dose withdrawn by its sender (action code D), or the CVX code that says no vaccine was given, is no medicine. */
const isNothing = (message: Message, segment: Segment): boolean =>
  segment.name === 'RXA' &&
  (message.part(segment, 21) === 'D' ||
    (message.part(segment, 5) === '998' && /^CVX$/iu.test(message.part(segment, 5, 3))));

/** HL7 table 0322: refused, or not administered; a reason for refusing says the same. */
const isNotGiven = (message: Message, segment: Segment): boolean =>
  segment.name === 'RXA' &&
  (/^(?:RE|NA)$/iu.test(message.part(segment, 20)) ||
    /refus|declin/iu.test(`${message.part(segment, 18, 1)} ${message.part(segment, 18, 2)}`));

/** "ml^MilliLiter" is best told by its code, "385055001^Tablet" by its words. */
const unitIn = (code: string, words: string): string => (/^[a-zµ%][a-z/%.]{0,9}$/iu.test(code) ? code : words || code);

function drugIn(message: Message, segment: Segment, field: number): string {
  const [first = ''] = message.repeats(segment, field);
  const part = (component: number) => message.partOf(first, component);
  return part(2) || part(9) || part(5) || part(1);
}

function doseOf(amount: string, unit: string, strength: string | undefined): string | undefined {
  const isForm = /tab|cap|puff|drop|patch|sachet|each|vial|amp|bag|supp/iu.test(unit) || unit === '';
  if (amount === '') return strength;
  if (!isForm) return `${amount} ${unit}`;
  const count = unit === '' ? '' : `${amount} ${unit}`;
  return strength === undefined ? count || undefined : count === '' ? strength : `${strength} (${count})`;
}

const routes: Readonly<Record<string, string>> = {
  PO: 'by mouth',
  OR: 'by mouth',
  IV: 'into a vein',
  IVP: 'into a vein',
  IM: 'into a muscle',
  SC: 'under the skin',
  SQ: 'under the skin',
  SL: 'under the tongue',
  IH: 'inhaled',
  INH: 'inhaled',
  TP: 'on the skin',
  TOP: 'on the skin',
  PR: 'into the rectum',
  OP: 'into the eye',
};
function routeIn(message: Message, around: readonly Segment[]): string | undefined {
  const segment = around.find(({ name }) => name === 'RXR');
  if (segment === undefined) return undefined;
  const code = message.part(segment, 1, 1).toUpperCase();
  const words = message.part(segment, 1, 2);
  return routes[code] ?? routes[words.toUpperCase()] ?? routeWords(words) ?? (words || code || undefined);
}

const routeWords = (words: string): string | undefined =>
  (
    [
      [/^intramuscular/iu, 'into a muscle'],
      [/^(?:intravenous|iv )/iu, 'into a vein'],
      [/^subcutaneous/iu, 'under the skin'],
      [/^(?:oral|by mouth|swallow)/iu, 'by mouth'],
      [/^sublingual/iu, 'under the tongue'],
      [/^(?:inhal|respiratory tract)/iu, 'inhaled'],
      [/^(?:topical|apply externally)/iu, 'on the skin'],
      [/^rectal/iu, 'into the rectum'],
    ] as const
  ).find(([form]) => form.test(words))?.[1];

function frequencyIn(message: Message, segment: Segment, around: readonly Segment[]): string | undefined {
  const timing = around.find(({ name }) => name === 'TQ1');
  const order = around.find(({ name }) => name === 'ORC');
  const codes = [
    timing ? message.part(timing, 3) : '',
    segment.name === 'RXE' ? message.part(segment, 1, 2) : '',
    order ? message.part(order, 7, 2) : '',
  ].filter((each) => each !== '' && !/^\d+$/u.test(each));
  const [code] = codes;
  if (code === undefined) return undefined;
  return dosingAnywhere(code).frequency ?? (code.length > 1 ? code : undefined);
}
