import { beganAt, orders } from './began.ts';
import { grouped } from './grouped.ts';
import type { Naming } from './naming.ts';
import type { FindingOf, MedicineEntry, Mention, PatientRecord } from './record.ts';
import { byTime, earliest, latest, timeOf } from './times.ts';

type Said = Mention<FindingOf<'medication'>>;

const general =
  /^(?:none|nil|any|no known medications?|no medications?)$|no (?:known|regular|current) med|無.*(?:服藥|藥物)/iu;
const isDenial = ({ finding }: Said): boolean => finding.status !== 'present' && general.test(finding.name);

/** One entry for each set of ingredients: brand, generic and Chinese name are one medicine; a name nobody knows is itself and never vanishes. */
export function assembleMedicines(
  mentions: readonly Said[],
  naming: Naming,
): Pick<PatientRecord, 'medicines' | 'medicinesDenied'> {
  const denied = mentions.filter(isDenial);
  const newest = timeOf(latest(mentions.map(({ at }) => at)));
  const medicines = grouped(
    mentions.filter((each) => !isDenial(each)),
    ({ finding }) => keyOf(finding, naming),
  ).map(([key, said]) => entryOf(key, said, naming, newest));
  return { medicines, medicinesDenied: denied };
}

const ingredientsOf = ({ ingredients, name }: FindingOf<'medication'>, naming: Naming): readonly string[] =>
  ingredients?.length ? ingredients : (naming.substance(name)?.ingredients ?? []);

const keyOf = (finding: FindingOf<'medication'>, naming: Naming): string => {
  const known = ingredientsOf(finding, naming);
  return known.length > 0 ? known.toSorted().join('+') : finding.name.toLowerCase().replace(/\s+/gu, ' ').trim();
};

function entryOf(
  key: string,
  said: readonly [Said, ...Said[]],
  naming: Naming,
  newest: number | undefined,
): MedicineEntry {
  const isCourse = (naming.substance(said[0].finding.name)?.classes ?? []).some((tag) => shortCourses.has(tag));
  const inOrder = said.toSorted(byTime);
  const last = inOrder.at(-1) ?? said[0];
  // An order still running is current, whatever older orders ended; the last word decides between orders of one day.
  const running = inOrder.filter((each) => isRunning(each, inOrder) && !(isCourse && isLongAgo(each, newest)));
  const front = running.at(-1) ?? last;
  const taken = inOrder.filter(({ finding }) => finding.status === 'present');
  const told = running.length > 0 ? running : taken;
  const since = earliest(told.map(beganAt));
  const noted = earliest(told.map(({ at }) => at));
  const stopped =
    running.length > 0
      ? undefined
      : latest(taken.map(({ finding, at }) => finding.until ?? (finding.course === 'stopped' ? at : undefined)));
  const { name, dose, frequency } = front.finding;
  return {
    key,
    name,
    ingredients: ingredientsOf(front.finding, naming),
    classes: naming.substance(name)?.classes ?? [],
    course: running.length > 0 ? 'current' : taken.length > 0 ? 'stopped' : 'not-taken',
    ...(dose === undefined ? {} : { dose }),
    ...(frequency === undefined ? {} : { frequency }),
    ...(since === undefined ? {} : { since }),
    ...(noted === undefined ? {} : { noted }),
    ...(stopped === undefined ? {} : { stopped }),
    changes: changesIn(taken),
    mentions: inOrder,
  };
}

/** Taken for some days: a letter of last year that names one says nothing of today. */
const shortCourses = new Set(
  'penicillin aminopenicillin cephalosporin macrolide fluoroquinolone tetracycline sulfonamide_abx trimethoprim nitrofuran carbapenem lincosamide aminoglycoside nitroimidazole'.split(
    ' ',
  ),
);
const isLongAgo = ({ at, source }: Said, newest: number | undefined): boolean =>
  !orders.has(source.kind) && newest !== undefined && newest - (timeOf(at) ?? newest) > 90 * 86_400_000;

const oneTreatment = 400 * 86_400_000;

/**
 * A current order, unless somebody said later, in so many words, that it was stopped. A letter or a note that names the drug counts only where no order of that time
 * has ended since: it says what was so on its day.
 */
function isRunning({ finding, at, source }: Said, all: readonly Said[]): boolean {
  if (finding.status !== 'present' || finding.course === 'stopped') return false;
  const time = timeOf(at) ?? 0;
  const isOrder = orders.has(source.kind);
  return !all.some((other) => {
    const isOver = other.finding.course === 'stopped' || other.finding.status === 'absent';
    const otherTime = timeOf(other.at) ?? 0;
    if (!isOver) return false;
    if (!orders.has(other.source.kind)) return otherTime > time;
    return !isOrder && source.kind !== 'MedicationStatement' && otherTime <= time && time - otherTime <= oneTreatment;
  });
}

function changesIn(taken: readonly Said[]): MedicineEntry['changes'] {
  const changes: { at?: string; from: string; to: string }[] = [];
  let before: string | undefined;
  for (const { finding, at } of taken) {
    const now = strengthOf(finding);
    if (before !== undefined && now !== undefined && before !== now)
      changes.push({ ...(at === undefined ? {} : { at }), from: before, to: now });
    before = now ?? before;
  }
  return changes;
}

/** How much is taken: the dose said, else the strength in the product's name. */
export const strengthOf = ({ dose, name }: FindingOf<'medication'>): string | undefined =>
  dose !== undefined && /[a-z]/iu.test(dose)
    ? dose
    : (/\d[\d.,]*\s*(?:mg|mcg|µg|g|ml|units?|iu)\b(?:\s*\/\s*\S+)?/iu.exec(name)?.[0] ?? dose);
