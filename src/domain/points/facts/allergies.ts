import { rule } from '../../reading/folding.ts';
import type { Naming } from '../../record/naming.ts';
import { givesOrders } from '../../record/orders.ts';
import type { AllergyEntry, PatientRecord } from '../../record/record.ts';
import { type Fact, folded, topicsOfName } from '../fact.ts';
import type { Frames } from '../frames.ts';
import type { Clause } from '../point.ts';
import { clause, quote, quoteName } from '../quote.ts';
import type { TopicId } from '../topics.ts';
import { tidy } from './problems.ts';

const ambient = rule(
  'pollen|mould|mold|dander|dust|mite|grass|tree\\b|\\bcat\\b|\\bdog\\b|animal|fur\\b|feather|cockroach|花粉|塵蟎|塵|貓|狗|霉',
);
const grave = rule('contrast|latex|iodine|chlorhex|plaster|adhesive|venom|bee|wasp|造影|乳膠');

/** From here on an allergy is of weight: it is never left out for something routine. */
const ofWeight = 50;

export function allergyFacts(record: PatientRecord, naming: Naming): readonly Fact[] {
  const standing = record.allergies.filter(({ says, name }) => says === 'present' && !givesOrders(name));
  const facts = standing.map((entry): Fact => {
    const words = folded(entry.name);
    const weight = weigh(entry, words, naming);
    const taken = record.medicines.filter(
      ({ course, ingredients, classes }) => course === 'current' && clashes(entry, ingredients, classes, naming),
    );
    const topics = new Set<TopicId>(['allergies', ...topicsOfName(words, 'problems')]);
    if (weight >= 80) for (const one of ['surgery', 'medicines', 'infection'] as const) topics.add(one);
    if (/contrast|造影/u.test(words)) topics.add('imaging');
    if (/egg|gelatin|蛋/u.test(words)) topics.add('vaccines');
    if (ambient.test(words)) for (const one of ['respiratory', 'ent', 'skin'] as const) topics.add(one);
    return {
      kind: 'allergy',
      key: `allergy:${entry.key}`,
      topics,
      folded: words,
      ingredients: entry.ingredients,
      weight: taken.length > 0 ? 100 : weight,
      isStop: weight >= ofWeight || taken.length > 0,
      say: (frames) =>
        say(
          entry,
          taken.map((medicine) => medicine.mentions.at(-1)).flatMap((each) => each ?? []),
          frames,
        ),
    };
  });
  return facts.length > 0 ? facts : denied(record);
}

function weigh(entry: AllergyEntry, words: string, naming: Naming): number {
  const isDrug = (naming.substance(entry.name)?.classes.length ?? 0) > 0 && !ambient.test(words);
  if (entry.isSevere) return 97;
  if (grave.test(words)) return 88;
  if (ambient.test(words)) return 12;
  if (entry.category === 'medication' || (isDrug && entry.category !== 'food')) return 90;
  if (entry.category === 'food') return isMild(entry) ? 46 : 60;
  return entry.category === 'environment' ? 30 : 66;
}

/** Its author calls it of low risk: worth knowing, and no reason to put something else aside. */
const isMild = ({ mentions }: AllergyEntry): boolean => mentions.every(({ finding }) => finding.criticality === 'low');

const tooBroad = new Set(['nti', 'qt_known', 'serotonergic']);

function clashes(
  entry: AllergyEntry,
  ingredients: readonly string[],
  classes: readonly string[],
  naming: Naming,
): boolean {
  if (ingredients.some((each) => entry.ingredients.includes(each))) return true;
  // An allergy to a class (penicillins, sulfonamides, NSAIDs) is one to each of its members.
  const own = naming.substance(entry.name);
  return (
    own !== undefined &&
    own.ingredients.length > 1 &&
    own.classes.some((tag) => !tooBroad.has(tag) && classes.includes(tag) && own.ingredients.length > 2)
  );
}

function say(
  entry: AllergyEntry,
  taken: readonly PatientRecord['medicines'][number]['mentions'][number][],
  frames: Frames,
): Clause | undefined {
  const standing = entry.mentions.filter(({ finding }) => finding.status === 'present' && finding.course === undefined);
  const front = standing.findLast(({ finding }) => finding.reaction !== undefined) ?? standing.at(-1);
  const name = front && quoteName(front);
  if (front === undefined || name === undefined) return undefined;
  const { source, finding } = front;
  const reactions = (finding.reaction ?? '')
    .split(', ')
    .flatMap((one) => quote(source, one, 60) ?? [])
    .slice(0, 2);
  const severe = finding.severity === 'severe' ? quote(source, /\bsevere\b/iu.exec(source.text ?? '')?.[0]) : undefined;
  const high =
    severe === undefined && finding.criticality === 'high'
      ? quote(source, /^high$/imu.exec(source.text ?? '')?.[0])
      : undefined;
  const inside = [
    ...reactions.map(({ text }) => tidy(text)),
    ...(severe ? [frames.severe] : []),
    ...(high ? [frames.highRisk] : []),
  ];
  const against = entry.contradictedBy.map((mention) => quoteName(mention)).find((each) => each !== undefined);
  const drugs = taken.flatMap((mention) => quoteName(mention) ?? []).slice(0, 2);
  const text = [
    `${bare(name.text)}${inside.length > 0 ? frames.brackets(inside.join(frames.comma)) : ''}`,
    ...(drugs.length > 0 ? [frames.yetTakes(drugs.map((each) => each.text).join(frames.and))] : []),
    ...(against ? [frames.beside(tidy(against.text))] : []),
  ].join(frames.comma);
  return clause(text, name, ...reactions, severe, high, ...drugs, against);
}

/** `Allergy to eggs` in a list of allergies is `eggs`. */
const bare = (name: string): string => tidy(name).replace(/^allergy to (?:the )?|(?<=\S) allergy$/giu, '') || name;

/** "No known allergies", said and not guessed. */
function denied({ allergiesDenied }: PatientRecord): readonly Fact[] {
  const mention = allergiesDenied.findLast(({ finding }) => finding.status === 'absent');
  return mention === undefined
    ? []
    : [
        {
          kind: 'allergy',
          key: 'allergy:none',
          topics: new Set<TopicId>(['allergies', 'surgery', 'medicines']),
          folded: folded(mention.finding.name),
          ingredients: [],
          weight: 22,
          isStop: false,
          say: () => {
            const name = quoteName(mention);
            return name && { ...name, text: tidy(name.text) };
          },
        },
      ];
}
