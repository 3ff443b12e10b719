import { isHeading, type LaidOut, readLaidOut } from '#src/domain/intake/laid-out.ts';
import { asLines, linesOnPage } from '#src/domain/intake/page-lines.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { ScannedPage, ScannedWord } from '#src/ports/readers.ts';
import { contradicts } from './doubts.ts';

/** What was read from a picture is never surer than this, however clear the picture. */
const surestByScan = 0.93;
/** Below this a word may be another word (968 of 988 words above it were right, 74 of 133 below: measured on twelve pages). */
const sureWord = 0.8;

type Page = { readonly number: number; readonly aspect: number };

/**
 * A scanned page as findings with page and box: tables by their headings, everything else as a letter. A finding is only as sure as its least
 * sure word and never surer than `surestByScan`; one that rests on an unsure word, or whose figures contradict each other, is shown as unsure.
 */
export function findingsOfScan(tools: Tools, scan: Pick<ScannedPage, 'lines'>, { number, aspect }: Page): LaidOut {
  const words = scan.lines.flatMap((line) => line.words);
  const pieces = words.map(({ text, box: [left, top, width, height] }) => ({
    text,
    left,
    top,
    right: left + width,
    bottom: top + height,
  }));
  const lines = asLines(number, linesOnPage(pieces, { aspect, pieces: 'words' }), (texts) => isHeading(tools, texts));
  const said = readLaidOut(tools, lines);
  return { ...said, findings: said.findings.map((finding) => doubted(finding, words)) };
}

function doubted(finding: Finding, words: readonly ScannedWord[]): Finding {
  const resting = wordsOf(finding, words);
  const worst = resting.length === 0 ? 0.6 : Math.min(...resting.map(({ confidence }) => confidence));
  const most = worst < sureWord ? Math.max(0.3, Math.min(0.75, worst)) : surestByScan;
  const confidence = Math.min(finding.confidence, most, contradicts(finding) ? 0.6 : 1);
  return { ...finding, confidence };
}

/** The words a finding rests on: those at its place whose letters are in what was read there, and the name beside it in the same row. */
function wordsOf(finding: Finding, words: readonly ScannedWord[]): readonly ScannedWord[] {
  const { box, text = '' } = finding.source;
  if (box === undefined) return [];
  const [, top, , height] = box;
  const parts: readonly unknown[] = Object.values({ ...finding, source: undefined, confidence: undefined });
  const said = plain([text, ...parts.filter((each) => typeof each === 'string')].join(' '));
  return words.filter((word) => {
    const middle = word.box[1] + word.box[3] / 2;
    const letters = plain(word.text);
    return middle >= top - height * 0.2 && middle <= top + height * 1.2 && letters !== '' && said.includes(letters);
  });
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}.]/gu, '');
