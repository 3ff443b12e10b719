import { beganAt } from '../../record/began.ts';
import { givesOrders } from '../../record/orders.ts';
import type { MedicineEntry, PatientRecord } from '../../record/record.ts';
import { timeOf, yearsBetween } from '../../record/times.ts';
import { type Fact, folded, topicsOfClasses } from '../fact.ts';
import type { Frames } from '../frames.ts';
import type { Clause } from '../point.ts';
import { clause, quote, quoteDay, quoteName } from '../quote.ts';
import type { TopicId } from '../topics.ts';
import { reasonFor, stopMedicine, weightOfMedicine } from '../weights.ts';

export function medicineFacts(record: PatientRecord, asOf: number): readonly Fact[] {
  return [...taken(record, asOf), ...noneTaken(record)];
}

/** "No known medications", said and not guessed; worth a word where nothing else is known. */
function noneTaken({ medicines, medicinesDenied }: PatientRecord): readonly Fact[] {
  const mention = medicinesDenied.findLast(({ finding }) => finding.status === 'absent');
  if (mention === undefined || medicines.some(({ course }) => course === 'current')) return [];
  return [
    {
      kind: 'denied',
      key: 'medicine:none',
      topics: new Set<TopicId>(['medicines']),
      folded: folded(mention.finding.name),
      ingredients: [],
      weight: 12,
      isStop: false,
      say: (frames) => {
        const name = quoteName(mention);
        return name && clause(frames.noneTaken(name.text), name);
      },
    },
  ];
}

function taken(record: PatientRecord, asOf: number): readonly Fact[] {
  return record.medicines
    .filter(({ course, name }) => course !== 'not-taken' && !givesOrders(name))
    .flatMap((entry): readonly Fact[] => {
      const isCurrent = entry.course === 'current';
      const base = weightOfMedicine(entry.classes);
      const since = timeOf(isCurrent ? latestChange(entry) : entry.stopped);
      const years = since === undefined ? 5 : yearsBetween(since, asOf);
      // A drug stopped lately may still matter; one stopped long ago only tells its illness, which has an entry of its own.
      const weight = isCurrent
        ? base + (years < 0.25 ? 10 : years < 1 ? 4 : years > 15 ? -6 : 0)
        : base * (years < 0.25 ? 0.7 : years < 1 ? 0.45 : 0.15);
      const reason = reasonFor(entry.classes);
      return [
        {
          ...(reason === undefined ? {} : { reason }),
          kind: isCurrent ? 'medicine' : 'stopped',
          key: `medicine:${entry.key}`,
          topics: new Set<TopicId>([...topicsOfClasses(entry.classes), 'medicines']),
          folded: `${folded(entry.name)} ${entry.ingredients.join(' ')}`,
          ingredients: entry.ingredients,
          weight,
          isStop: isCurrent && base >= stopMedicine,
          say: (frames) => (isCurrent ? sayCurrent(entry, frames) : sayStopped(entry, frames)),
        },
      ];
    });
}

const latestChange = (entry: MedicineEntry): string | undefined =>
  entry.changes.at(-1)?.at ?? entry.since ?? entry.noted;

function sayCurrent(entry: MedicineEntry, frames: Frames): Clause | undefined {
  const running = entry.mentions.filter(({ finding }) => finding.status === 'present' && finding.course !== 'stopped');
  const front = running.at(-1);
  if (front === undefined) return undefined;
  const name = quoteName(front);
  if (name === undefined) return undefined;
  // The same drug under two names at once is taken twice: both names are said.
  const second = running
    .slice(0, -1)
    .findLast(
      ({ finding, source }) => finding.name !== front.finding.name && source.reference !== front.source.reference,
    );
  const other = second && quoteName(second);
  const dose = /\d/u.test(name.text) ? undefined : quote(front.source, front.finding.dose, 40);
  const often = quote(front.source, shortEnough(front.finding.frequency), 60);
  const first = beginning(entry, front);
  const since = quoteDay(first.source, beganAt(first));
  const change = changeOf(entry, running, frames);
  const words = [
    often?.text.includes(dose?.text ?? '\n') ? undefined : dose?.text,
    often && !name.text.includes(often.text) && often.text !== dose?.text ? often.text : undefined,
  ].filter((each) => each !== undefined);
  const inside = [since ? frames.since(since.text) : undefined, change?.text].filter((each) => each !== undefined);
  const text = `${[name.text, ...words].join(' ')}${inside.length > 0 ? frames.brackets(inside.join(frames.comma)) : ''}${other ? `${frames.and}${other.text}` : ''}`;
  return clause(text, name, dose, words.includes(often?.text ?? '\n') ? often : undefined, since, change, other);
}

type Said = MedicineEntry['mentions'][number];
const renewedWithin = 400;

/** Orders that follow one another within about a year are one treatment; it began with the first of them. */
function beginning({ mentions }: MedicineEntry, front: Said): Said {
  let first = front;
  for (const each of mentions.toReversed()) {
    const [earlier, later] = [timeOf(each.at), timeOf(first.at)];
    const isSame =
      each.finding.status === 'present' && earlier !== undefined && later !== undefined && earlier <= later;
    if (isSame && later - earlier <= renewedWithin * 86_400_000 && each.source.kind === front.source.kind) first = each;
  }
  return first;
}

/** How the strength was changed last, each strength quoted from where it stands. */
function changeOf(
  { changes, mentions }: MedicineEntry,
  running: MedicineEntry['mentions'],
  frames: Frames,
): Clause | undefined {
  const last = changes.at(-1);
  if (last === undefined) return undefined;
  const find = (among: MedicineEntry['mentions'], strength: string) =>
    among
      .toReversed()
      .map(({ source }) => quote(source, strength, 40))
      .find((each) => each !== undefined);
  const [from, to] = [find(mentions, last.from), find(running, last.to)];
  return from && to && clause(frames.changed(from.text, to.text), from, to);
}

const shortEnough = (frequency: string | undefined): string | undefined =>
  frequency !== undefined && frequency.length <= 60 ? frequency : undefined;

function sayStopped(entry: MedicineEntry, frames: Frames): Clause | undefined {
  const last = entry.mentions.findLast(({ finding }) => finding.course === 'stopped');
  if (last === undefined) return undefined;
  const name = quoteName(last);
  const state = /\b(?:stopped|completed|cancelled|ended|discontinued)\b|停/iu.exec(last.source.text ?? '')?.[0];
  const said = quote(last.source, state);
  const day = quoteDay(last.source, last.finding.until ?? last.at);
  return name && said && clause(`${name.text}${day ? frames.brackets(day.text) : ''}`, name, said, day);
}
