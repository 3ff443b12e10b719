import { grouped } from '../../record/grouped.ts';
import { givesOrders } from '../../record/orders.ts';
import type { Deed, PatientRecord } from '../../record/record.ts';
import { timeOf, yearsBetween } from '../../record/times.ts';
import { type Fact, folded, topicsOfName } from '../fact.ts';
import type { Frames } from '../frames.ts';
import type { Clause } from '../point.ts';
import { clause, quote, quoteDay, quoteName } from '../quote.ts';
import type { TopicId } from '../topics.ts';
import { leavesScar, weightOfDeed, weightOfProblem } from '../weights.ts';
import { tidy } from './problems.ts';

/** What was done: the last time of each, with what came of it. */
export function deedFacts(record: PatientRecord, asOf: number): readonly Fact[] {
  const done = record.deeds.filter(({ status, name }) => status === 'present' && !givesOrders(name));
  return grouped(done, ({ type, name }) => `${type}:${folded(name)}`).flatMap(([key, all]) => {
    const last = all.at(-1) ?? all[0];
    const fact = factOf(key, last, asOf);
    return fact ? [fact] : [];
  });
}

function factOf(key: string, deed: Deed, asOf: number): Fact | undefined {
  const words = folded(`${deed.name} ${deed.value ?? ''}`);
  const time = timeOf(deed.at);
  const years = time === undefined ? 10 : yearsBetween(time, asOf);
  const common = { key: `deed:${key}`, folded: words, ingredients: [], say: (frames: Frames) => say(deed, frames) };
  if (deed.category === 'immunization')
    return {
      ...common,
      kind: 'vaccine',
      topics: new Set<TopicId>(['vaccines']),
      weight: 3 + (years < 1 ? 2 : 0),
      isStop: false,
    };
  if (deed.category === 'flag')
    return {
      ...common,
      kind: 'flag',
      topics: new Set([...topicsOfName(words, 'problems'), ...topicsOfName(words, 'deeds')]),
      weight: 84,
      isStop: true,
    };
  if (deed.type === 'instruction') return undefined;
  const topics = new Set([
    ...topicsOfName(words, 'deeds'),
    ...(deed.type === 'procedure' ? [] : topicsOfName(words, 'problems')),
  ]);
  if (deed.type === 'encounter') return visit(deed, { ...common, topics }, years);
  const base = deed.category === 'device' ? Math.max(60, weightOfDeed(words)) : weightOfDeed(words);
  const told = deed.value === undefined ? 0 : 14;
  const weight =
    leavesScar(base) || base >= 60
      ? base * (years < 10 ? 0.95 : 0.8)
      : (base + told) * (years < 1 ? 1 : years < 5 ? 0.7 : 0.4);
  return { ...common, kind: 'deed', topics, weight: base === 0 ? 0 : weight, isStop: base >= 80 };
}

/** A stay or an emergency visit with its reason; a routine visit says nothing by itself. */
function visit(
  deed: Deed,
  common: Pick<Fact, 'key' | 'folded' | 'ingredients' | 'say' | 'topics'>,
  years: number,
): Fact | undefined {
  const isUnplanned =
    /^(?:EMER|IMP|ACUTE|NONAC)$/u.test(deed.category ?? '') ||
    /emergency|admission|inpatient|急症|入院/iu.test(deed.name);
  if (!isUnplanned || deed.value === undefined) return undefined;
  const grave = weightOfProblem(folded(deed.value), deed.value);
  return {
    ...common,
    kind: 'deed',
    weight: (12 + grave * 0.35) * (years < 0.5 ? 1.2 : years < 2 ? 0.8 : 0.35),
    isStop: false,
  };
}

function say(deed: Deed, frames: Frames): Clause | undefined {
  const name = quoteName(deed.mention);
  if (name === undefined) return undefined;
  const day = quoteDay(deed.mention.source, deed.at);
  const told = quote(deed.mention.source, deed.value, 140);
  return clause(
    `${tidy(name.text)}${day ? frames.brackets(day.text) : ''}${told && told.text !== name.text ? `: ${tidy(told.text).replace(/[.。;；]+$/u, '')}` : ''}`,
    name,
    day,
    told,
  );
}
