import { assembleAllergies } from './allergies.ts';
import type { Finding } from './finding.ts';
import { assembleMedicines } from './medicines.ts';
import type { Naming } from './naming.ts';
import { givesOrders } from './orders.ts';
import { assembleProblems } from './problems.ts';
import type { Deed, FindingOf, Mention, PatientRecord } from './record.ts';
import { assembleSeries } from './series.ts';
import type { RecordSource } from './source.ts';
import { byTime } from './times.ts';

/**
 * The record of one patient, made from sources and nothing else. Every entry keeps where it was said; what contradicts stays beside what it contradicts.
 * The order of the sources does not matter; the same source given twice counts once.
 */
export function assemble(sources: readonly RecordSource[], naming: Naming): PatientRecord {
  const once = [...new Map(sources.map((source) => [keyOf(source), source])).values()].sort(inOrder);
  const all = once.flatMap((source) => source.findings.map((finding) => mentionOf(finding, source)));
  // An order to the reader in the place of a name is no name: it must not merge with what it speaks of.
  const setAside = all.filter(({ finding }) => givesOrders(finding.name));
  const mentions = setAside.length === 0 ? all : all.filter((each) => !setAside.includes(each));
  const of = <Type extends Finding['type']>(type: Type) =>
    // The filter looks at exactly the type that the name of the result repeats.
    mentions.filter(({ finding }) => finding.type === type) as unknown as Mention<FindingOf<Type>>[];
  return {
    problems: assembleProblems(of('problem'), naming),
    ...assembleAllergies(of('allergy'), naming),
    ...assembleMedicines(of('medication'), naming),
    series: assembleSeries([...of('result'), ...of('vital')]),
    deeds: [...of('procedure'), ...of('encounter'), ...of('image'), ...of('instruction')].map(deedOf).sort(byTime),
    setAside,
    sources: once,
  };
}

const keyOf = ({ reference, kind, title, text }: RecordSource): string =>
  `${reference}|${kind}|${title ?? ''}|${text?.length ?? 0}`;

const inOrder = (one: RecordSource, other: RecordSource): number =>
  (one.at ?? '9').localeCompare(other.at ?? '9') || one.reference.localeCompare(other.reference);

function mentionOf(finding: Finding, source: RecordSource): Mention {
  const own = 'at' in finding ? finding.at : undefined;
  const at = own ?? source.at;
  return { finding, source, ...(at === undefined ? {} : { at }) };
}

function deedOf(mention: Mention<FindingOf<'procedure' | 'encounter' | 'image' | 'instruction'>>): Deed {
  const { type, name, value, category, status } = mention.finding;
  return {
    type,
    name,
    status,
    ...(value === undefined ? {} : { value }),
    ...(category === undefined ? {} : { category }),
    ...(mention.at === undefined ? {} : { at: mention.at }),
    mention,
  };
}
