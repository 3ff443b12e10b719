import { fold } from '../reading/folding.ts';
import { sectionsOf } from '../reading/sections.ts';
import type { SeenLine, Segment } from './page-lines.ts';

/** How far, in parts of the page, a line may stand from the left edge of its column. */
const slack = 0.025;

/**
 * Lists set side by side under headings of their own ("Allergies:" left, "Medications:" right) are no table: each column is read
 * from top to bottom, so that what stands right is never taken for what stands left. Everything else stays as it is.
 */
export function columnsApart(lines: readonly SeenLine[]): SeenLine[] {
  const read: SeenLine[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    if (line === undefined) break;
    if (!areHeadings(line.segments)) {
      read.push(line);
      at += 1;
      continue;
    }
    const edges = line.segments.map(({ left }) => left);
    let end = at + 1;
    while (end < lines.length && isWithin(lines[end]?.segments ?? [], edges)) end += 1;
    const block = lines.slice(at, end);
    read.push(...edges.flatMap((_edge, column) => inColumn(block, edges, column)));
    at = end;
  }
  return read;
}

const lists = new Set(['allergies', 'medications', 'past', 'family', 'social', 'plan', 'impression', 'complaint']);

/** Two or more different headings of a letter on one line, each with its colon and nothing behind it. */
function areHeadings(segments: readonly Segment[]): boolean {
  if (segments.length < 2) return false;
  const names = segments.map(({ text }) => {
    if (!/[:：]\s*$/u.test(text)) return undefined;
    const words = fold(text.trim()).text;
    const [section] = sectionsOf(words);
    return section?.heading.from === 0 && section.heading.to >= words.length ? section.name : undefined;
  });
  return names.every((name) => name !== undefined && lists.has(name)) && new Set(names).size === names.length;
}

const columnOf = (segment: Segment, edges: readonly number[]): number =>
  edges.findIndex((edge) => Math.abs(segment.left - edge) < slack);

function isWithin(segments: readonly Segment[], edges: readonly number[]): boolean {
  return segments.every((segment) => {
    const column = columnOf(segment, edges);
    return column !== -1 && segment.right < (edges[column + 1] ?? 2);
  });
}

const inColumn = (block: readonly SeenLine[], edges: readonly number[], column: number): SeenLine[] =>
  block.flatMap((line) => {
    const segments = line.segments.filter((segment) => columnOf(segment, edges) === column);
    return segments.length === 0 ? [] : [{ ...line, segments }];
  });
