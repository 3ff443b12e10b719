import { grouped } from './grouped.ts';
import { type Naming, plainName } from './naming.ts';
import type { AllergyEntry, FindingOf, Mention, PatientRecord } from './record.ts';
import { byTime, earliest, timeOf } from './times.ts';

type Said = Mention<FindingOf<'allergy'>>;

const general =
  /^(?:any drug|any|all|none|n\/?a)$|no known|\bnkd?a\b|\bno (?:drug )?allerg|無.*過敏|无.*过敏|沒有.*過敏/iu;
const isDenial = ({ finding }: Said): boolean => finding.status !== 'present' && general.test(finding.name);

/** One entry a substance. "No known allergy" beside an allergy is kept as what it is: a contradiction that somebody has to clear up. */
export function assembleAllergies(
  mentions: readonly Said[],
  naming: Naming,
): Pick<PatientRecord, 'allergies' | 'allergiesDenied'> {
  const denied = mentions.filter(isDenial);
  const allergies = grouped(
    mentions.filter((each) => !isDenial(each)),
    ({ finding }) => keyOf(finding, naming),
  ).map(([key, said]) => entryOf(key, said, denied, naming));
  return { allergies, allergiesDenied: denied };
}

function keyOf({ name, ingredients }: FindingOf<'allergy'>, naming: Naming): string {
  const known = ingredients?.length ? ingredients : naming.substance(name)?.ingredients;
  if (known?.length) return known.toSorted().join('+');
  return bareSubstance(name).toLowerCase();
}

/** `Allergy to eggs`, `Egg allergy` and `eggs` name one substance. */
const bareSubstance = (name: string): string =>
  plainName(name)
    .replace(/^allergy to (?:the )?|^allergic to |\s*\(?allerg(?:y|ic)\)?$|(?:藥物)?過敏$/giu, '')
    .trim();

function entryOf(key: string, said: readonly [Said, ...Said[]], denied: readonly Said[], naming: Naming): AllergyEntry {
  const inOrder = said.toSorted(byTime);
  const last = inOrder.at(-1) ?? said[0];
  // A correction by name outweighs what it corrects; anything else that contradicts stands beside it.
  const isPutRight = last.source.kind === 'correction' && last.finding.status === 'absent';
  const standing = isPutRight
    ? []
    : inOrder.filter(({ finding }) => finding.status === 'present' && finding.course === undefined);
  const front = standing.at(-1) ?? last;
  const { name } = front.finding;
  const category = inOrder.map(({ finding }) => finding.category).findLast((one) => one !== undefined);
  const substance = naming.substance(name);
  return {
    key,
    name: plainName(name),
    says:
      standing.length > 0
        ? 'present'
        : front.finding.status === 'present'
          ? 'no-longer'
          : front.finding.status === 'absent'
            ? 'absent'
            : 'unknown',
    reactions: [...new Set(standing.flatMap(({ finding }) => finding.reaction ?? []))],
    isSevere: standing.some(({ finding }) => isSevere(finding)),
    ...(category === undefined ? {} : { category }),
    ingredients: front.finding.ingredients ?? substance?.ingredients ?? [],
    contradictedBy:
      standing.length === 0
        ? []
        : [
            ...inOrder.filter(({ finding }) => finding.status === 'absent'),
            ...denied.filter((one) => refers(one, category) && isLater(one, standing)),
          ],
    mentions: inOrder,
  };
}

/** "No known allergy" before the first reaction contradicts nothing. */
const isLater = ({ at }: Said, standing: readonly Said[]): boolean => {
  const first = timeOf(earliest(standing.map((one) => one.at)));
  return at === undefined || first === undefined || (timeOf(at) ?? first) >= first;
};

const severeWords = /anaphyla|angio-?o?edema|stevens|necroly|DRESS|airway|shock|休克|喉頭|血管性水腫|水腫/iu;
const isSevere = ({ severity, criticality, reaction }: FindingOf<'allergy'>): boolean =>
  severity === 'severe' || criticality === 'high' || (reaction !== undefined && severeWords.test(reaction));

/** "No known drug allergy" says nothing of food. */
function refers({ finding }: Said, category: string | undefined): boolean {
  if (finding.status !== 'absent') return false;
  const onlyFood = /food|食物/iu.test(finding.name);
  const onlyDrugs = /drug|medic|NKDA|藥/iu.test(finding.name);
  if (category === 'food') return !onlyDrugs;
  if (category === 'environment') return !onlyDrugs && !onlyFood;
  return !onlyFood;
}
