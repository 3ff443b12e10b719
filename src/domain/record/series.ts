import type { Finding } from './finding.ts';
import { grouped } from './grouped.ts';
import type { Measured, Mention, Series } from './record.ts';
import { amountOf, judged, knownTest } from './tests.ts';
import { byTime } from './times.ts';

type Said = Mention<Extract<Finding, { type: 'result' | 'vital' }>>;

/** Results of one test and one unit together, the oldest first; what is asked for and not there yet is kept beside them. */
export function assembleSeries(mentions: readonly Said[]): readonly Series[] {
  const tests = new Map<Said, ReturnType<typeof knownTest>>(
    mentions.map((each) => [each, knownTest(each.finding.name, each.finding.code)]),
  );
  const keyOf = (each: Said) => {
    const { finding } = each;
    return `${tests.get(each)?.id ?? finding.name.toLowerCase()}|${(finding.unit ?? '').toLowerCase()}`;
  };
  return grouped(mentions, keyOf).map(([key, said]) => seriesOf(key, said, tests.get(said[0])));
}

function seriesOf(key: string, said: readonly [Said, ...Said[]], test: ReturnType<typeof knownTest>): Series {
  const inOrder = said.toSorted(byTime);
  const front = inOrder.at(-1) ?? said[0];
  const { name, unit, category } = front.finding;
  const values = inOrder.flatMap((each) => measured(each, test));
  return {
    key,
    name,
    ...(test === undefined ? {} : { test: test.id }),
    ...(unit === undefined ? {} : { unit }),
    isVital: front.finding.type === 'vital',
    ...(category === undefined ? {} : { category }),
    values: withoutRepeats(values),
    pending: inOrder.filter(({ finding }) => finding.status === 'pending'),
  };
}

function measured(mention: Said, test: ReturnType<typeof knownTest>): readonly Measured[] {
  const { value, unit, flag, range, status } = mention.finding;
  if (value === undefined || status !== 'present') return [];
  const amount = amountOf(value);
  const shown = flag ?? judged(test, value, unit);
  return [
    {
      value,
      ...(amount === undefined ? {} : { amount }),
      ...(unit === undefined ? {} : { unit }),
      ...(shown === undefined ? {} : { flag: shown }),
      ...(range === undefined ? {} : { range }),
      ...(mention.at === undefined ? {} : { at: mention.at }),
      mention,
    },
  ];
}

/** The same value of the same moment from two documents is one measurement. */
const withoutRepeats = (values: readonly Measured[]): readonly Measured[] =>
  [...new Map(values.toReversed().map((one) => [`${one.at} ${one.value}`, one])).values()].toReversed();
