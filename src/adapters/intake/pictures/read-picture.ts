import type { Reading, Warning } from '#src/domain/intake/document.ts';
import { guard } from '#src/domain/intake/identity-guard.ts';
import { type LaidOut, readLaidOut } from '#src/domain/intake/laid-out.ts';
import { patientFrom } from '#src/domain/intake/patient.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { readNote } from '#src/domain/reading/read-note.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { Limits, OnPage } from '#src/ports/readers.ts';
import { readScannedPage } from '../ocr/scan.ts';
import { heldAgainst, linesOfScan } from '../ocr/scan-findings.ts';
import { secondLooks } from '../ocr/second-look.ts';
import { type Code, codesIn } from './codes.ts';
import { upright } from './upright.ts';

type Page = LaidOut & {
  readonly codes: readonly Code[];
  readonly warnings: readonly Warning[];
  readonly width: number;
  readonly height: number;
};

/** Longer sides bring no more right words. */
const enough = 3600;

/**
 * Reads a photo or a scan: turned upright, read in English and Chinese, codes on labels too. Several pages of a TIFF are one document. What cannot be
 * read well is `unsure` with advice for the next photo; a picture without text is an image and nothing is made up from it.
 */
export async function readPicture(tools: Tools, bytes: Uint8Array, limits: Limits, onPage?: OnPage): Promise<Reading> {
  const pages: Page[] = [];
  let count = 1;
  let again: ReturnType<typeof secondLooks> | undefined;
  for (let number = 1; number <= Math.min(count, limits.pages); number += 1) {
    const { pages: all, ...pixels } = await upright(bytes, limits.pixels, { page: number - 1, within: enough });
    count = all;
    again ??= secondLooks(count);
    if (count > 1) onPage?.(number, Math.min(count, limits.pages));
    const codes = await codesIn(pixels);
    const scan = await again(tools, await readScannedPage(pixels));
    const read = readLaidOut(tools, linesOfScan(tools, scan, number));
    const findings = read.findings.map((finding) => heldAgainst(tools, finding, scan));
    const { width, height } = pixels;
    pages.push({ ...read, findings, codes, warnings: scan.warnings, width, height });
  }
  return together(tools, pages, count > limits.pages);
}

function together(tools: Tools, pages: readonly Page[], isCut: boolean): Reading {
  const starts = pages.map((_page, index) => pages.slice(0, index).reduce((sum, { text }) => sum + text.length, 0));
  const text = pages.map((page) => page.text).join('');
  const findings = pages.flatMap((page, index) => [
    ...page.findings.map((finding) => moved(finding, starts[index] ?? 0)),
    ...page.codes.flatMap((code) => codeFindings(tools, code, index + 1)),
  ]);
  const patients = Math.max(0, strangersAmong(tools, pages), ...pages.map((page) => page.patients));
  const age = pages.find(({ patient }) => patient?.age !== undefined)?.patient?.age;
  const patient = patientFrom(findings, age);
  const isBlank = text.trim() === '';
  const warnings = onceEach([
    ...pages.flatMap((page) => page.warnings),
    ...(isCut ? [{ code: 'scan.pages-left', message: 'Not all pages were read' }] : []),
    ...(patients > 1 ? [{ code: 'patients.several', message: `The page speaks of ${patients} patients` }] : []),
    ...(patient === undefined ? [{ code: 'identity.none', message: 'The picture names no patient' }] : []),
    ...(isBlank ? [] : [{ code: 'text.by-recognition', message: 'It was read from a picture: a person confirms it' }]),
  ]);
  const [first] = pages;
  return {
    kind: 'image',
    subkind: isBlank ? 'photograph' : 'scan',
    outcome: patients > 1 || warnings.some(({ code }) => needsLook.has(code)) ? 'unsure' : 'read',
    text,
    pages: pages.length,
    findings: isBlank && findings.length === 0 ? [photograph] : findings,
    ...(patient === undefined ? {} : { patient }),
    warnings,
    facts: {
      width: first?.width,
      height: first?.height,
      codes: pages.flatMap(({ codes }, index) => codes.map((code) => ({ ...code, page: index + 1 }))),
    },
  };
}

/** Pages that name different people, or a label whose code says another patient than its print: two are enough to stop. */
function strangersAmong(tools: Tools, pages: readonly Page[]): number {
  const named = pages
    .flatMap(({ patient, codes }, index) => [
      patient,
      patientFrom(codes.flatMap((code) => codeFindings(tools, code, index + 1))),
    ])
    .filter((patient) => patient !== undefined);
  const [first] = named;
  return first !== undefined && named.some((other) => guard(first, other).verdict === 'mismatch') ? 2 : 0;
}

const needsLook = new Set(['scan.no-text', 'scan.unclear', 'scan.too-dark', 'scan.too-small', 'scan.pages-left']);

const photograph: Finding = {
  type: 'image',
  name: 'photograph',
  status: 'present',
  confidence: 0.9,
  source: { page: 1, box: [0, 0, 1, 1] },
};

const moved = (finding: Finding, by: number): Finding =>
  finding.source.span === undefined
    ? finding
    : { ...finding, source: { ...finding.source, span: [finding.source.span[0] + by, finding.source.span[1] + by] } };

/** A code carries check digits of its own, so what it says is surer than print; what kind of number it is only its words can say. */
function codeFindings(tools: Tools, { text, box }: Code, page: number): Finding[] {
  return readNote(tools.lexicon, text.replace(/[|;\t]/gu, '\n'), { now: tools.now }).findings.map((finding) => ({
    ...finding,
    source: { page, box, text: finding.source.text ?? text },
  }));
}

const onceEach = (warnings: readonly Warning[]): Warning[] =>
  warnings.filter(({ code }, index) => warnings.findIndex((other) => other.code === code) === index);
