import { givesOrders } from '../../record/orders.ts';
import type { Measured, PatientRecord, Series } from '../../record/record.ts';
import { amountOf } from '../../record/tests.ts';
import { timeOf, yearsBetween } from '../../record/times.ts';
import { type Fact, folded, topicsOfName, topicsOfTest } from '../fact.ts';
import type { Frames } from '../frames.ts';
import type { Clause } from '../point.ts';
import { clause, quote, quoteDay, quoteName, shortNumber } from '../quote.ts';

const heavy = new Set([
  'potassium',
  'sodium',
  'creatinine',
  'egfr',
  'haemoglobin',
  'platelets',
  'inr',
  'troponin',
  'hba1c',
  'ejection-fraction',
  'bnp',
  'd-dimer',
  'lactate',
]);
const light = new Set(['height', 'weight', 'smoking', 'bmi', 'heart-rate', 'temperature', 'hdl', 'albumin']);

export function resultFacts(record: PatientRecord, asOf: number): readonly Fact[] {
  return record.series
    .filter(
      ({ name, category }) =>
        !givesOrders(name) && category !== 'survey' && !/pain severity|questionnaire|score\]/iu.test(name),
    )
    .flatMap((series) => [...measured(series, asOf), ...waiting(series, asOf)]);
}

function about(series: Series): Pick<Fact, 'sort' | 'key' | 'topics' | 'folded' | 'ingredients' | 'kind'> {
  const words = folded(series.name);
  const isSocial = series.category === 'social-history' || series.test === 'smoking';
  return {
    kind: 'result',
    sort: series.test ?? words,
    key: `result:${series.key}`,
    topics: isSocial
      ? new Set(['social'])
      : new Set([...topicsOfTest(series.test), ...(series.category === 'report' ? topicsOfName(words, 'deeds') : [])]),
    folded: `${words} ${series.test ?? ''}`,
    ingredients: [],
  };
}

function measured(series: Series, asOf: number): readonly Fact[] {
  const last = series.values.at(-1);
  if (last === undefined || givesOrders(last.value)) return [];
  const previous = series.values.at(-2);
  const time = timeOf(last.at);
  const years = time === undefined ? 5 : yearsBetween(time, asOf);
  const fades = years < 0.1 ? 1 : years < 1 ? 0.85 : years < 2 ? 0.7 : years < 5 ? 0.45 : 0.25;
  const importance = heavy.has(series.test ?? '') ? 1.15 : light.has(series.test ?? '') ? 0.5 : 1;
  const isCritical = last.flag === 'critical-high' || last.flag === 'critical-low';
  const base = isCritical ? 92 : last.flag === undefined ? 14 : last.flag === 'normal' ? 8 : 40;
  const moved = movedMuch(previous, last) ? 14 : 0;
  return [
    {
      ...about(series),
      weight: Math.min(97, (base + moved) * fades * (isCritical ? 1 : importance)),
      isStop: isCritical && years < 0.25,
      say: (frames) => say(series, last, previous, frames),
    },
  ];
}

/** Changed by a fifth or more, or crossed its limit. */
function movedMuch(before: Measured | undefined, now: Measured): boolean {
  const [was, is] = [before?.amount ?? amountOf(before?.value ?? ''), now.amount];
  if (before === undefined || was === undefined || is === undefined || was === 0) return false;
  return (
    Math.abs(is - was) / Math.abs(was) >= 0.2 ||
    (before.flag === 'normal' && now.flag !== undefined && now.flag !== 'normal')
  );
}

function say(series: Series, now: Measured, before: Measured | undefined, frames: Frames): Clause | undefined {
  const name = quoteName(now.mention);
  const value = sayValue(now);
  if (name === undefined || value === undefined) return undefined;
  const earlier = movedMuch(before, now) && before ? sayValue(before) : undefined;
  const day = quoteDay(now.mention.source, now.at);
  const dayBefore = earlier && before ? quoteDay(before.mention.source, before.at) : undefined;
  const isWords = now.amount === undefined && !/^\d/u.test(now.value);
  // Where the name could only be quoted together with its value ("Troponin 54 ng/L"), the value is not said twice.
  const said = name.text.includes(value.text)
    ? plainTest(name.text)
    : `${plainTest(name.text)}${isWords ? ': ' : ' '}${value.text}`;
  const text = `${said}${day ? frames.brackets(day.text) : ''}`;
  const then = earlier
    ? `${frames.comma}${frames.before(`${earlier.text}${dayBefore ? frames.brackets(dayBefore.text) : ''}`)}`
    : '';
  return clause(`${text}${then}`, name, value, day, earlier, dayBefore);
}

function sayValue({ value, unit, mention }: Measured): Clause | undefined {
  const parts = value.split('/').map((part) => quote(mention.source, shortNumber(part)));
  const whole =
    parts.length === 2 && parts.every((part) => part !== undefined)
      ? parts
      : [quote(mention.source, shortNumber(value), 160)];
  if (whole.some((part) => part === undefined)) return undefined;
  const said = unit === undefined || unit.startsWith('{') ? undefined : quote(mention.source, unit, 30);
  return clause(
    `${whole.map((part) => part?.text).join('/')}${said ? `${said.text === '%' ? ' ' : ' '}${said.text}` : ''}`,
    ...whole,
    said,
  );
}

/** Without the laboratory's own small print: `Hemoglobin [Mass/volume] in Blood` is haemoglobin. */
const plainTest = (name: string): string =>
  name
    .replace(/\s*\[[^\]]*\]/gu, '')
    .replace(
      /\s+(?:in|of|by)\s+(?:Serum|Plasma|Platelet|Blood|Urine|Venous|Arterial|Automated|Manual|calculation|Cord)\b.*$/iu,
      '',
    )
    .replace(/\s+panel with all children optional$/iu, '')
    .trim() || name;

function waiting(series: Series, asOf: number): readonly Fact[] {
  const last = series.pending.at(-1);
  const time = timeOf(last?.at);
  if (last === undefined || (time !== undefined && yearsBetween(time, asOf) > 0.5)) return [];
  return [
    {
      ...about(series),
      key: `waiting:${series.key}`,
      weight: 36,
      isStop: false,
      say: (frames) => {
        const name = quoteName(last);
        const day = quoteDay(last.source, last.at);
        return (
          name &&
          clause(
            `${plainTest(name.text)}${frames.brackets([frames.waiting, ...(day ? [day.text] : [])].join(frames.comma))}`,
            name,
            day,
          )
        );
      },
    },
  ];
}
