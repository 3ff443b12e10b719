import type { Alert } from '../alert.ts';
import type { SafetyCase } from '../case.ts';
import type { Safety } from '../compile.ts';

/** What the papers say against each other: no allergy beside an allergy, a marker found and not found. Nobody can know which is right without asking. */
export function checkContradictions(safety: Safety, facts: SafetyCase): Alert[] {
  const alert = (rule: string, subjects: readonly string[], why: string, what: string): Alert => ({
    tier: 'caution',
    kind: 'contradiction',
    subjects,
    why,
    do: what,
    rule,
    source: 'the record itself',
    version: safety.tables.version,
  });
  const listed = facts.allergies.filter((each) => !each.denied).map(nameOf);
  const none =
    facts.allergyStatement === 'contradictory'
      ? [
          alert(
            'CTR001',
            ['no known allergy', ...new Set(listed)].toSorted(),
            '"no known drug allergy" is recorded beside an allergy',
            'ask the patient; until then the allergy counts',
          ),
        ]
      : [];
  const denied = facts.allergies
    .filter((each) => each.denied && listed.includes(nameOf(each)))
    .map((each) =>
      alert(
        'CTR002',
        [nameOf(each)],
        `an allergy to ${nameOf(each)} is recorded and denied`,
        'ask the patient; until then the allergy counts',
      ),
    );
  const markers = [...Map.groupBy(facts.markers, ({ marker }) => marker)]
    .filter(([, said]) => new Set(said.map((each) => each.state)).size > 1)
    .map(([marker]) =>
      alert('CTR003', [marker], `${marker} is recorded as affected and as normal`, 'look at the report itself'),
    );
  return [...none, ...denied, ...markers];
}

const nameOf = ({ product, written }: SafetyCase['allergies'][number]): string =>
  product?.units[0]?.cause.name ?? product?.ingredients.join(' and ') ?? written;
