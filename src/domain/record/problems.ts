import { grouped } from './grouped.ts';
import { type Naming, plainName } from './naming.ts';
import type { FindingOf, Mention, ProblemEntry } from './record.ts';
import { byTime, earliest, latest } from './times.ts';

type Said = Mention<FindingOf<'problem'>>;

/** One entry a problem: what the latest word says of it stands in front, the earlier ones stay behind it. */
export function assembleProblems(mentions: readonly Said[], naming: Naming): readonly ProblemEntry[] {
  const keyed = grouped(mentions, ({ finding }) => `${finding.whose}:${naming.problem(finding.name)}`);
  return keyed.map(([key, said]) => entryOf(key, said));
}

function entryOf(key: string, said: readonly [Said, ...Said[]]): ProblemEntry {
  const inOrder = said.toSorted(byTime);
  const newest = inOrder.at(-1) ?? said[0];
  const isPutRight = newest.source.kind === 'correction' && newest.finding.status === 'absent';
  const present = isPutRight ? [] : inOrder.filter(({ finding }) => finding.status === 'present');
  // Where a list of problems is kept, the list says whether it is over; a letter that names it says only that it was so then.
  const listed = present.filter(({ source }) => source.kind === 'Condition');
  const front = listed.at(-1) ?? present.at(-1) ?? newest;
  const isActive = (listed.length > 0 ? listed : present).some(
    ({ finding }) => (finding.course ?? 'active') === 'active',
  );
  const since = earliest(present.map(({ finding }) => finding.since));
  const noted = earliest(present.map(({ at }) => at));
  const last = latest(inOrder.map(({ at }) => at));
  const until = isActive ? undefined : latest(present.map(({ finding }) => finding.until));
  const severity = present.map(({ finding }) => finding.severity).findLast((one) => one !== undefined);
  return {
    key,
    name: plainName(front.finding.name),
    whose: front.finding.whose,
    course: present.length === 0 ? 'refuted' : isActive ? 'active' : (front.finding.course ?? 'active'),
    ...(since === undefined ? {} : { since }),
    ...(noted === undefined ? {} : { noted }),
    ...(last === undefined ? {} : { last }),
    ...(until === undefined ? {} : { until }),
    ...(severity === undefined ? {} : { severity }),
    mentions: inOrder,
  };
}
