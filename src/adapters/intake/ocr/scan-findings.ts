import { isHeading, type Line } from '#src/domain/intake/laid-out.ts';
import { asLines, linesOnPage } from '#src/domain/intake/page-lines.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { ScannedPage, ScannedWord } from '#src/ports/readers.ts';
import { contradicts, heldAgainstTest, isCutOff } from './doubts.ts';
import { mayLackPoint } from './lost-points.ts';

/** What was read from a picture is never surer than this, however clear the picture. */
const surestByScan = 0.93;
/** Below this a word may be another word (968 of 988 words above it were right, 74 of 133 below: measured on twelve pages). */
const sureWord = 0.8;

/** The lines of a scanned page for the reader of laid-out pages. Their places are on the sheet set straight until `heldAgainst` turns them back. */
export function linesOfScan(tools: Tools, { lines, aspect }: ScannedPage, number: number): Line[] {
  const pieces = lines
    .flatMap((line) => line.words)
    .map(({ text, flat: [left, top, width, height] }) => ({
      text,
      left,
      top,
      right: left + width,
      bottom: top + height,
    }));
  return asLines(number, linesOnPage(pieces, { aspect, pieces: 'words' }), (texts) => isHeading(tools, texts));
}

/**
 * A finding held against the words it rests on: only as sure as the least sure of them and never surer than `surestByScan`; shown as unsure when its
 * figures contradict each other. Its box becomes a box on the picture that was given.
 */
export function heldAgainst(tools: Tools, told: Finding, scan: ScannedPage): Finding {
  const { finding, most: mostByTest } = heldAgainstTest(told, tools);
  const { box } = finding.source;
  const words = scan.lines.flatMap((line) => line.words);
  const resting = wordsOf(finding, words);
  const worst = resting.length === 0 ? 1 : Math.min(...resting.map(({ confidence }) => confidence));
  const most = worst < sureWord ? Math.max(0.3, Math.min(0.75, worst)) : surestByScan;
  const confidence = Math.min(
    finding.confidence,
    most,
    mostByTest,
    contradicts(finding) || mayLackPoint(finding) || isHalfSaid(finding, words)
      ? 0.6
      : isShort(finding) || isCutOff(finding)
        ? 0.75
        : 1,
  );
  if (box === undefined) return { ...finding, confidence: Math.min(confidence, 0.6) };
  return { ...finding, confidence, source: { ...finding.source, box: scan.onPicture(box) } };
}

/** A medicine on paper that is taken comes with how much and how often: where one is missing it was likely not recognised, and is asked about. */
const isShort = (finding: Finding): boolean =>
  finding.type === 'medication' &&
  finding.status === 'present' &&
  finding.course !== 'stopped' &&
  (finding.dose === undefined || finding.frequency === undefined);

/** A medicine whose line says more than was understood: a dose or a frequency was likely misread, and what is missing must not look as if it were not said. */
function isHalfSaid(finding: Finding, words: readonly ScannedWord[]): boolean {
  const { box } = finding.source;
  if (finding.type !== 'medication' || box === undefined || finding.status !== 'present') return false;
  if (finding.dose !== undefined && finding.frequency !== undefined) return false;
  const said = plain([finding.source.text, finding.name].join(' '));
  const [, top, , height] = box;
  const others = words.filter(({ flat, text }) => {
    const middle = flat[1] + flat[3] / 2;
    return middle > top && middle < top + height && !said.includes(plain(text)) && /[\p{L}\p{N}]{2}|\d/u.test(text);
  });
  return others.some(
    ({ text, confidence }) => confidence < sureWord || (finding.dose === undefined && /\d/u.test(text)),
  );
}

/** The words a finding rests on: those at its place whose letters are in what was read there. */
function wordsOf(finding: Finding, words: readonly ScannedWord[]): readonly ScannedWord[] {
  const { box, text = '' } = finding.source;
  if (box === undefined) return [];
  const [, top, , height] = box;
  const parts: readonly unknown[] = Object.values({ ...finding, source: undefined, confidence: undefined });
  const said = plain([text, ...parts.filter((each) => typeof each === 'string')].join(' '));
  const isNamed = isInDictionary(finding);
  return words.filter((word) => {
    const middle = word.flat[1] + word.flat[3] / 2;
    const letters = plain(word.text);
    const isHere = middle >= top - height * 0.2 && middle <= top + height * 1.2;
    return (
      isHere &&
      letters !== '' &&
      said.includes(letters) &&
      (!isNamed || word.isMended === true || saysHowMuch.test(word.text))
    );
  });
}

/**
 * A name that is in the dictionary letter by letter was hardly misread into it, so its figures alone decide, unless one of its letters was put right. That something is denied or unknown is
 * said by small words, and those must be sure.
 */
const isInDictionary = (finding: Finding): boolean =>
  finding.status === 'present' &&
  ((finding.type === 'medication' && (finding.ingredients?.length ?? 0) > 0) ||
    (finding.type === 'allergy' && finding.confidence > 0.9) ||
    ((finding.type === 'result' || finding.type === 'vital') && finding.code !== undefined));

const saysHowMuch = /[\d½¼一二三四五六七八九十兩半隔早晚睡]/u;

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}.]/gu, '');
