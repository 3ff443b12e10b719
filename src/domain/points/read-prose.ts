import type { Lexicon } from '../reading/lexicon.ts';
import { readNote } from '../reading/read-note.ts';
import type { Finding } from '../record/finding.ts';
import { orderedParts } from '../record/orders.ts';
import type { RecordSource } from '../record/source.ts';

/** Running text is cut here; a longer document is read from its beginning. */
const longest = 40_000;
const useful = new Set<Finding['type']>(['problem', 'allergy', 'medication', 'result', 'vital', 'procedure', 'image']);

/**
 * What documents say in running text, read by the reader of notes. Paragraphs that give orders to whoever reads them are passed over:
 * they are no words about a patient.
 */
export function withProse(sources: readonly RecordSource[], lexicon: Lexicon, now: Date): readonly RecordSource[] {
  const read = new Set(newestFirst(sources.filter((source) => source.prose !== undefined && !isIntent(source))));
  return sources.map((source) =>
    source.prose === undefined || !read.has(source)
      ? source
      : { ...source, findings: [...source.findings, ...readIn(source.prose, lexicon, now)] },
  );
}

/** As many letters as two million characters hold, the newest first: what is older than that is listed and counted, and not read. */
function newestFirst(written: readonly RecordSource[]): readonly RecordSource[] {
  let left = 2_000_000;
  return written
    .toSorted((one, other) => (other.at ?? '').localeCompare(one.at ?? ''))
    .filter(({ prose = '' }) => {
      left -= Math.min(prose.length, longest);
      return left >= 0;
    });
}

/** Plans, social history and wishes (LOINC 18776-5, 29762-2, 42348-3) name illnesses that the patient does not have. */
const isIntent = ({ kind }: RecordSource): boolean => /#(?:18776-5|29762-2|42348-3|61146-7|10157-6)$/u.test(kind);

function readIn(prose: string, lexicon: Lexicon, now: Date): readonly Finding[] {
  const text = prose.slice(0, longest);
  const orders = orderedParts(text);
  return readNote(lexicon, text, { now }).findings.filter(({ type, source: { span } }) => {
    if (!useful.has(type)) return false;
    return span === undefined ? orders.length === 0 : !orders.some(([from, to]) => span[0] < to && from < span[1]);
  });
}
