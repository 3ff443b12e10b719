import type { FindingShown } from '#src/contract/referral.ts';
import type { SaidOfPatient } from '#src/contract/signing.ts';

/** A part of a referral of which two versions are compared. */
export type Part =
  | 'patient'
  | 'reason'
  | 'question'
  | 'history'
  | 'allergies'
  | 'medicines'
  | 'problems'
  | 'results'
  | 'others';
/** What one part says now and did not before, and the other way round. */
export type Change = { readonly part: Part; readonly added: readonly string[]; readonly gone: readonly string[] };

const partOf: Readonly<Record<FindingShown['type'], Part>> = {
  identity: 'patient',
  problem: 'problems',
  allergy: 'allergies',
  medication: 'medicines',
  result: 'results',
  vital: 'results',
  procedure: 'others',
  encounter: 'others',
  image: 'others',
  instruction: 'others',
};
const order: readonly Part[] = [
  'patient',
  'allergies',
  'medicines',
  'problems',
  'results',
  'reason',
  'question',
  'history',
  'others',
];

/** How somebody reads the difference of two versions: part by part, in the words of the referral itself. Nothing differs: nothing. */
export function changesBetween(before: SaidOfPatient, now: SaidOfPatient): readonly Change[] {
  const [were, are] = [linesOf(before), linesOf(now)];
  return order.flatMap((part) => {
    const added = without(are.get(part), were.get(part));
    const gone = without(were.get(part), are.get(part));
    return added.length + gone.length > 0 ? [{ part, added, gone }] : [];
  });
}

/** The lines of the first that the second does not have, each as often as it is missing. */
function without(these: readonly string[] = [], those: readonly string[] = []): readonly string[] {
  const left = [...those];
  return these.filter((line) => {
    const found = left.indexOf(line);
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
}

function linesOf(said: SaidOfPatient): ReadonlyMap<Part, readonly string[]> {
  const lines = new Map<Part, string[]>();
  const add = (part: Part, line: string | undefined) => line && lines.set(part, [...(lines.get(part) ?? []), line]);
  const { nameEn, nameZh, hkid, birth, sex, phone, otherId } = said.identity;
  for (const line of [nameEn, nameZh, hkid, otherId, birth, sex, phone]) add('patient', line);
  add('reason', said.reason);
  add('question', said.question);
  add('history', said.history);
  for (const { type, name, value, unit, detail, status } of said.findings)
    add(
      partOf[type],
      [name, [value, unit].filter(Boolean).join(' '), detail, status === 'present' ? '' : status]
        .filter(Boolean)
        .join(' · '),
    );
  return lines;
}
