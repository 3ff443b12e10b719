// Longer than most files: one reader per clinical statement, side by side with what it looks for.
import { dosingAnywhere, routeOf, strengthIn } from '#src/domain/intake/dosing.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { tidyUnit } from '#src/domain/intake/units.ts';
import type { Finding, SourcePlace } from '#src/domain/record/finding.ts';
import { at, type Element, everywhere, kids, wordsOf } from '../text/xml.ts';
import { coded, codeIn, hasTemplate, isNegated, isNull, type Narrative, periodOf, pointedAt } from './coded.ts';

export type About = { readonly tools: Tools; readonly narrative: Narrative; readonly place: SourcePlace };

const severities = (words: string) =>
  (['severe', 'moderate', 'mild'] as const).find((each) => new RegExp(each, 'iu').test(words));

/** Observations inside, the thing itself left out. */
const inside = (element: Element): Element[] =>
  kids(element, 'entryRelationship').flatMap((each) => kids(each, 'observation'));

/** "416098002" is any drug, "414285001" any food; a negated one says that there is none. */
const anySubstance = new Set([
  '419199007',
  '420134006',
  '418038007',
  '105590001',
  '416098002',
  '419511003',
  '414285001',
  '418471000',
  '410942007',
  '762766007',
]);

export function allergyFrom({ tools, narrative, place }: About, observation: Element): Finding | undefined {
  const agent = at(observation, 'participant', 'participantRole', 'playingEntity');
  const value = kids(observation, 'value')[0];
  const substance =
    coded(at(agent, 'code'), narrative) ??
    said(wordsOf(at(agent, 'name'))) ??
    said(pointedAt(at(agent, 'code', 'originalText'), narrative));
  const kind = coded(value, narrative);
  const written =
    substance ??
    (kind !== undefined && !anySubstance.has(kind.code ?? '') ? kind : undefined) ??
    said(pointedAt(at(observation, 'text'), narrative));
  const food = /food/iu.test(`${kind?.name}`) || ['414285001', '418471000'].includes(kind?.code ?? '');
  if (isNegated(observation)) {
    const named =
      written !== undefined && !anySubstance.has(written.code ?? '') && !/^substance|no known/iu.test(written.name);
    return {
      type: 'allergy',
      name: named ? written.name : food ? 'any food' : 'any drug',
      status: 'absent',
      confidence: 0.97,
      source: place,
    };
  }
  if (written === undefined)
    return isNull(observation) || isNull(value) || isNull(at(agent, 'code'))
      ? { type: 'allergy', name: 'any drug', status: 'unknown', confidence: 0.9, source: place }
      : undefined;
  if (
    /^no known|^nkda|^nka\b|no allerg/iu.test(written.name) ||
    ['716186003', '409137002', '429625007'].includes(written.code ?? '')
  )
    return {
      type: 'allergy',
      name: /food/iu.test(written.name) ? 'any food' : 'any drug',
      status: 'absent',
      confidence: 0.97,
      source: place,
    };
  const known = tools.coder.allergen(written.name);
  const reactions = inside(observation)
    .filter((each) => at(each, 'code')?.attributes['code'] !== 'SEV' && !isStatus(each) && !isCriticality(each))
    .flatMap((each) => coded(kids(each, 'value')[0], narrative)?.name ?? pointedAt(at(each, 'text'), narrative) ?? []);
  const graded = [...everywhere(observation, 'observation')].find(
    (each) => at(each, 'code')?.attributes['code'] === 'SEV',
  );
  const severity = severities(coded(at(graded, 'value'), narrative)?.name ?? '');
  const resolved = standingOf(observation, narrative) === 'resolved';
  return {
    type: 'allergy',
    name: written.name,
    ...(known?.code === undefined ? {} : { code: known.code }),
    ...(known === undefined || known.ingredients.length === 0 ? {} : { ingredients: known.ingredients }),
    ...(reactions.length === 0 ? {} : { reaction: [...new Set(reactions)].join(', ') }),
    ...(severity === undefined ? {} : { severity }),
    ...(resolved ? { course: 'resolved' as const } : {}),
    status: 'present',
    confidence: 0.97,
    source: { ...place, text: written.name },
  };
}

const said = (words: string | undefined): { name: string; code?: string } | undefined =>
  words === undefined || words === '' ? undefined : { name: words };

const isStatus = (each: Element): boolean =>
  ['33999-4', '11323-3'].includes(at(each, 'code')?.attributes['code'] ?? '');
const isCriticality = (each: Element): boolean => at(each, 'code')?.attributes['code'] === '82606-5';

function standingOf(observation: Element, narrative: Narrative): 'active' | 'resolved' | undefined {
  const status = inside(observation).find(isStatus);
  const words = status && coded(kids(status, 'value')[0], narrative)?.name;
  if (words === undefined) return undefined;
  return /resolved|inactive|remission/iu.test(words) ? 'resolved' : 'active';
}

export function medicineFrom({ tools, narrative, place }: About, given: Element): Finding | undefined {
  const material =
    at(given, 'consumable', 'manufacturedProduct', 'manufacturedMaterial') ??
    at(given, 'product', 'manufacturedProduct', 'manufacturedMaterial');
  const drug =
    coded(at(material, 'code'), narrative) ??
    said(wordsOf(at(material, 'name'))) ??
    said(pointedAt(at(given, 'text'), narrative));
  if (drug === undefined || isNull(given)) {
    if (drug !== undefined) return undefined;
    return isNull(given) || isNull(at(material, 'code')) || isNegated(given)
      ? {
          type: 'medication',
          name: isNegated(given) ? 'none' : 'any drug',
          course: 'current',
          status: isNegated(given) ? 'absent' : 'unknown',
          confidence: 0.9,
          source: place,
        }
      : undefined;
  }
  const notTaken = isNegated(given);
  const names =
    notTaken && /^(?:drug or medicament|drug|medication|medicinal product)/iu.test(drug.name) ? 'none' : drug.name;
  const known = tools.coder.drug(drug.name);
  const text = [pointedAt(at(given, 'text'), narrative), ...instructionsIn(given, narrative)]
    .filter((each) => each !== undefined)
    .join('; ');
  const spoken = dosingAnywhere(text.replace(drug.name, ''));
  const dose = doseFrom(given, drug.name) ?? spoken.dose;
  const route = routeFrom(given, narrative) ?? spoken.route ?? routeOf(drug.name);
  const frequency = frequencyFrom(given, narrative) ?? spoken.frequency;
  const time = kids(given, 'effectiveTime').find(
    (each) => at(each, 'low') !== undefined || each.attributes['value'] !== undefined,
  );
  const period = periodOf(time);
  const hasStart = at(time, 'low') !== undefined;
  const state = at(given, 'statusCode')?.attributes['code'];
  const ended = period.to !== undefined && period.to.slice(0, 10) < tools.now.toISOString().slice(0, 10);
  const planned = ['INT', 'RQO', 'PRP', 'PRMS'].includes(given.attributes['moodCode'] ?? '');
  return {
    type: 'medication',
    name: names,
    ...(known?.code === undefined ? {} : { code: known.code }),
    ...(known === undefined ? {} : { ingredients: known.ingredients }),
    ...(dose === undefined ? {} : { dose }),
    ...(route === undefined ? {} : { route }),
    ...(frequency === undefined ? {} : { frequency }),
    ...(period.from === undefined ? {} : { at: period.from }),
    ...(hasStart && period.from !== undefined ? { began: period.from } : {}),
    ...(period.to === undefined ? {} : { until: period.to }),
    course:
      ended ||
      state === 'aborted' ||
      state === 'suspended' ||
      (state === 'completed' && period.to !== undefined && !planned)
        ? 'stopped'
        : 'current',
    status: notTaken
      ? 'absent'
      : planned && state !== 'completed' && place.path?.includes('18776-5')
        ? 'pending'
        : 'present',
    confidence: known === undefined ? 0.8 : known.sure < 1 ? 0.78 : 0.97,
    source: { ...place, text: drug.name },
  };
}

const instructionsIn = (given: Element, narrative: Narrative): string[] =>
  [...everywhere(given, 'act'), ...everywhere(given, 'supply')].flatMap((each) => {
    const words = pointedAt(at(each, 'text'), narrative);
    return words === undefined ? [] : [words];
  });

function doseFrom(given: Element, drug: string): string | undefined {
  const dose = at(given, 'doseQuantity');
  const amount = dose?.attributes['value'] ?? at(dose, 'low')?.attributes['value'];
  const unit = dose?.attributes['unit'] ?? at(dose, 'low')?.attributes['unit'];
  const form = at(given, 'administrationUnitCode')?.attributes['displayName']?.toLowerCase();
  const strength = strengthIn(drug);
  if (amount === undefined) return strength;
  if (unit !== undefined && !/^(?:1|\{.*\})$/u.test(unit)) return `${amount} ${unit}`;
  const count = `${amount} ${form ?? unit?.replace(/[{}]/gu, '') ?? ''}`.trim();
  return strength === undefined ? count : form === undefined && amount === '1' ? strength : `${strength} (${count})`;
}

const routes: readonly (readonly [RegExp, string])[] = [
  [/oral|mouth/iu, 'by mouth'],
  [/inhal|respirat/iu, 'inhaled'],
  [/intraven/iu, 'into a vein'],
  [/intramusc/iu, 'into a muscle'],
  [/subcut/iu, 'under the skin'],
  [/sublingual/iu, 'under the tongue'],
  [/topical|cutaneous|transdermal/iu, 'on the skin'],
  [/ophthalm|eye/iu, 'into the eye'],
  [/rectal/iu, 'into the rectum'],
];
function routeFrom(given: Element, narrative: Narrative): string | undefined {
  const route = coded(at(given, 'routeCode'), narrative)?.name;
  if (route === undefined) return undefined;
  return routes.find(([words]) => words.test(route))?.[1] ?? route.toLowerCase();
}

const hours: Readonly<Record<string, number>> = { h: 1, d: 24, wk: 168, min: 1 / 60 };
const perDay: Readonly<Record<number, string>> = { 24: 'once daily', 48: 'every other day', 168: 'weekly' };

function frequencyFrom(given: Element, narrative: Narrative): string | undefined {
  const times = kids(given, 'effectiveTime');
  const [period] = times.flatMap((each) => kids(each, 'period'));
  const needed =
    coded(at(given, 'precondition', 'criterion', 'value'), narrative)?.name ??
    (at(given, 'precondition') === undefined ? undefined : '');
  const after = needed === undefined ? '' : ', when needed';
  const every =
    Number(period?.attributes['value'] ?? at(period, 'low')?.attributes['value']) *
    (hours[period?.attributes['unit'] ?? ''] ?? Number.NaN);
  if (every > 0) return `${perDay[every] ?? `every ${Math.round(every * 10) / 10} hours`}${after}`;
  const event = times.map((each) => at(each, 'event')?.attributes['code']).find((each) => each !== undefined);
  const events: Readonly<Record<string, string>> = {
    HS: 'at night',
    ACM: 'before breakfast',
    AC: 'before food',
    PC: 'after food',
    C: 'with meals',
  };
  if (event !== undefined) return events[event];
  return needed === undefined ? undefined : 'when needed';
}

export function problemFrom(
  { tools, narrative, place }: About,
  observation: Element,
  whose: 'patient' | 'family' = 'patient',
): Finding | undefined {
  const value = kids(observation, 'value')[0];
  const problem = coded(value, narrative) ?? said(pointedAt(at(observation, 'text'), narrative));
  if (problem === undefined)
    return isNull(value) || isNull(observation)
      ? { type: 'problem', name: 'any problem', whose, status: 'unknown', confidence: 0.9, source: place }
      : undefined;
  const period = periodOf(at(observation, 'effectiveTime'));
  const over =
    standingOf(observation, narrative) === 'resolved' ||
    (period.to !== undefined && standingOf(observation, narrative) !== 'active');
  const none = isNegated(observation) || /^no known (?:problems?|conditions?)/iu.test(problem.name);
  const code = codeIn(value, 'icd10') ?? tools.coder.problem(problem.name)?.icd10;
  return {
    type: 'problem',
    name: none && ['55607006', '64572001'].includes(problem.code ?? '') ? 'any problem' : problem.name,
    ...(code === undefined ? {} : { code }),
    ...(period.from === undefined ? {} : { since: period.from.slice(0, 10) }),
    ...(over ? { course: 'resolved' as const } : {}),
    ...(period.to === undefined ? {} : { until: period.to.slice(0, 10) }),
    whose,
    status: none ? 'absent' : 'present',
    confidence: 0.97,
    source: { ...place, text: problem.name },
  };
}

const flags: Readonly<Record<string, 'low' | 'high' | 'critical-low' | 'critical-high' | 'normal' | 'abnormal'>> = {
  L: 'low',
  H: 'high',
  LL: 'critical-low',
  HH: 'critical-high',
  N: 'normal',
  A: 'abnormal',
  AA: 'abnormal',
};

export function resultFrom({ tools, narrative, place }: About, observation: Element): Finding | undefined {
  const code = at(observation, 'code');
  const test = coded(code, narrative);
  if (test === undefined) return undefined;
  const value = kids(observation, 'value')[0];
  const [amount, unit] = measure(value, narrative);
  const loinc = codeIn(code, 'loinc');
  const vital = tools.coder.vital(test.name, loinc);
  const pending =
    amount === undefined &&
    (at(observation, 'statusCode')?.attributes['code'] === 'active' || value === undefined || isNull(value));
  const range = at(observation, 'referenceRange', 'observationRange');
  const printed = rangeOf(range, narrative);
  const flag = kids(observation, 'interpretationCode')
    .map((each) => flags[each.attributes['code'] ?? ''])
    .find((each) => each !== undefined);
  const when = periodOf(at(observation, 'effectiveTime')).from;
  const standing = at(observation, 'statusCode')?.attributes['code'];
  const known = loinc ?? tools.coder.test(test.name)?.loinc;
  return {
    type: vital === undefined ? 'result' : 'vital',
    name: test.name,
    ...(known === undefined ? {} : { code: known }),
    ...(amount === undefined ? {} : { value: amount }),
    ...(unit === undefined ? {} : { unit }),
    ...(printed === undefined ? {} : { range: printed }),
    ...(flag === undefined ? {} : { flag }),
    ...(when === undefined ? {} : { at: when }),
    status:
      amount !== undefined
        ? isNegated(observation)
          ? 'absent'
          : 'present'
        : pending && standing !== 'completed'
          ? 'pending'
          : 'unknown',
    confidence: 0.97,
    source: { ...place, text: test.name },
  };
}

function measure(value: Element | undefined, narrative: Narrative): readonly (string | undefined)[] {
  if (value === undefined) return [];
  const { value: amount, unit } = value.attributes;
  if (amount !== undefined) return [amount, tidyUnit(unit ?? '')];
  const [low, high] = [at(value, 'low')?.attributes, at(value, 'high')?.attributes];
  if (low?.['value'] !== undefined && high?.['value'] !== undefined)
    return [`${low['value']}-${high['value']}`, tidyUnit(low['unit'] ?? '')];
  // A bound belongs to the interval unless it says that it does not.
  if (low?.['value'] !== undefined)
    return [`${low['inclusive'] === 'false' ? '>' : '>='}${low['value']}`, tidyUnit(low['unit'] ?? '')];
  if (high?.['value'] !== undefined)
    return [`${high['inclusive'] === 'false' ? '<' : '<='}${high['value']}`, tidyUnit(high['unit'] ?? '')];
  const words = coded(value, narrative)?.name ?? pointedAt(value, narrative);
  return words === undefined ? [] : [words];
}

function rangeOf(range: Element | undefined, narrative: Narrative): string | undefined {
  const words = pointedAt(at(range, 'text'), narrative);
  if (words !== undefined) return words;
  const value = at(range, 'value');
  const [low, high] = [at(value, 'low')?.attributes['value'], at(value, 'high')?.attributes['value']];
  if (low !== undefined && high !== undefined) return `${low}-${high}`;
  return low === undefined ? (high === undefined ? undefined : `<${high}`) : `>${low}`;
}

export function procedureFrom({ narrative, place }: About, act: Element): Finding | undefined {
  const done = coded(at(act, 'code'), narrative) ?? said(pointedAt(at(act, 'text'), narrative));
  if (done === undefined || isNull(act)) return undefined;
  const when = periodOf(at(act, 'effectiveTime')).from;
  return {
    type: 'procedure',
    name: done.name,
    ...(done.code === undefined ? {} : { code: done.code }),
    ...(when === undefined ? {} : { at: when }),
    status: isNegated(act)
      ? 'absent'
      : ['INT', 'RQO', 'PRMS', 'PRP', 'APT', 'ARQ'].includes(act.attributes['moodCode'] ?? '')
        ? 'pending'
        : 'present',
    confidence: 0.95,
    source: { ...place, text: done.name },
  };
}

export function encounterFrom({ narrative, place }: About, visit: Element): Finding | undefined {
  const kind = coded(at(visit, 'code'), narrative) ?? said(pointedAt(at(visit, 'text'), narrative));
  const when = periodOf(at(visit, 'effectiveTime')).from;
  if (kind === undefined && when === undefined) return undefined;
  return {
    type: 'encounter',
    name: kind?.name ?? 'visit',
    ...(when === undefined ? {} : { at: when }),
    status: visit.attributes['moodCode'] === 'EVN' ? 'present' : 'pending',
    confidence: 0.95,
    source: place,
  };
}

export const isAllergy = (element: Element): boolean =>
  hasTemplate(
    element,
    '2.16.840.1.113883.10.20.22.4.7',
    '2.16.840.1.113883.10.20.1.18',
    '2.16.840.1.113883.10.20.24.3.90',
  );
