import type { Finding } from '../record/finding.ts';
import type { ArchiveEntry, ArchiveLine } from './entry.ts';

export type DatedLine = { readonly line: ArchiveLine; readonly day: string | undefined };

/**
 * The day a finding is about, when it says a whole day or month that is not after `latest`: `2023-05-04` or `2023-05`. A year alone counts as its middle.
 */
export function dayOf(finding: Finding, latest: Date): string | undefined {
  const said = 'at' in finding ? finding.at : undefined;
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/u.exec(said ?? '') ?? [];
  if (!year || finding.type === 'identity') return undefined;
  const iso = `${year}-${month ?? '07'}-${day ?? '01'}`;
  const at = new Date(`${iso}T00:00:00+08:00`);
  return Number.isNaN(at.getTime()) || at > latest || Number(year) < 1900 ? undefined : iso;
}

/** What a document says of each day is found under that day: the gastroscopy of three years ago in a letter of today. Days are Hong Kong's. */
export const byDay = (whole: ArchiveEntry, facts: readonly DatedLine[]): readonly ArchiveEntry[] =>
  [...Map.groupBy(facts, ({ day }) => day)].flatMap(([day, lines]) =>
    day === undefined
      ? []
      : [
          {
            ...whole,
            id: `${whole.id}@${day}`,
            at: new Date(`${day}T00:00:00+08:00`),
            isDated: true,
            lines: lines.map(({ line }) => line),
          },
        ],
  );
