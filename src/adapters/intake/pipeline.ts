import type { DocumentKind, DocumentReport, Embedded, Reading } from '#src/domain/intake/document.ts';
import { checkInside } from '#src/domain/intake/identity-guard.ts';
import { isHeading, readLaidOut } from '#src/domain/intake/laid-out.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { typedLines } from '#src/domain/intake/typed-lines.ts';
import { Refused } from '#src/domain/refused.ts';
import type { FileReader, FileToRead, Limits, OnPage } from '#src/ports/readers.ts';
import type { Inside } from '#src/ports/reading-room.ts';
import { unpackZip } from './archive.ts';
import { readCda } from './cda/read-cda.ts';
import { readHl7 } from './hl7/read-hl7.ts';
import { readDelimited } from './office/delimited.ts';
import { readFhir } from './read-fhir.ts';
import { refusal } from './refusal.ts';
import { sniff } from './sniff.ts';
import { decodeText } from './text/decode.ts';
import { isMail, openMail } from './text/mail.ts';
import { plainWords } from './text/markup.ts';
import { quarantine } from './unsafe.ts';

export type Pipeline = (
  file: { readonly name: string; readonly bytes: Uint8Array },
  limits: Limits,
  onPage?: OnPage,
  apart?: Apart,
) => Promise<readonly DocumentReport[]>;

/** Files in the file are put here and not read. `depth`: in how many files it lies itself. */
export type Apart = { readonly depth: number; readonly inside: Inside[] };

/**
 * One file from bytes to reports: what it is, whether it is allowed, what it says, whom it is about. A file in a file is reported by itself; several
 * patients are reported apart. Never throws for what is in a file: a refusal is a report with a code.
 */
export function makePipeline(tools: Tools, others: readonly FileReader[]): Pipeline {
  const readers = [...others, ...ownReaders(tools)];
  const run = async (
    file: { name: string; bytes: Uint8Array },
    limits: Limits,
    depth: number,
    onPage?: OnPage,
    apart?: Apart,
  ): Promise<DocumentReport[]> => {
    let kind: DocumentKind = 'unknown';
    try {
      if (file.bytes.length === 0) throw new Refused('upload.empty', 'The file has no bytes');
      if (file.bytes.length > limits.bytes)
        throw new Refused('upload.too-large', `The file has ${file.bytes.length} bytes`, { limit: limits.bytes });
      ({ kind } = await sniff(file.bytes));
      quarantine(kind, file.bytes);
      if (kind === 'archive') return await unpacked(file, limits, depth, onPage, apart);
      const reader = readers.find((each) => each.reads(kind, file.bytes.subarray(0, 4100)));
      if (reader === undefined)
        throw new Refused('upload.unreadable-type', `There is no reader for ${kind}`, { mime: kind });
      const reading = await reader.read({ ...file, kind, ...(onPage ? { onPage } : {}) }, limits);
      return await told(file.name, reading, limits, depth, apart);
    } catch (error) {
      return [refusal(file.name, kind, error)];
    }
  };
  const unpacked = async (
    file: { name: string; bytes: Uint8Array },
    limits: Limits,
    depth: number,
    onPage?: OnPage,
    apart?: Apart,
  ): Promise<DocumentReport[]> => {
    if (depth >= limits.nesting)
      throw new Refused('upload.nested-too-deep', `Archives in archives, ${depth} deep`, { limit: limits.nesting });
    const { entries, refused } = await unpackZip(file.bytes, limits);
    if (apart) {
      apart.inside.push(...refused.map(({ name, refusal: { code } }) => ({ name, code })), ...entries);
      return [{ file: file.name, kind: 'archive', outcome: 'read', findings: [], warnings: [] }];
    }
    const reports: DocumentReport[] = refused.map(({ name, refusal: why }) =>
      refusal(`${file.name}/${name}`, 'archive', why),
    );
    for (const [index, entry] of entries.entries()) {
      onPage?.(index + 1, entries.length);
      reports.push(...(await run({ name: `${file.name}/${entry.name}`, bytes: entry.bytes }, limits, depth + 1)));
    }
    return reports;
  };
  const told = async (
    name: string,
    reading: Reading,
    limits: Limits,
    depth: number,
    apart?: Apart,
  ): Promise<DocumentReport[]> => {
    const { embedded = [], others: patients = [], ...own } = checkInside(reading, name);
    const inside: DocumentReport[] = [];
    if (apart) apart.inside.push(...embedded.map(({ name: own, bytes }) => ({ name: own, bytes })));
    else for (const each of embedded) inside.push(...(await within(name, each, limits, depth)));
    const strangers = patients.map(
      (each): DocumentReport => ({ file: name, ...withoutBytes(checkInside(each, name)) }),
    );
    return [{ file: name, ...own }, ...strangers, ...inside];
  };
  const within = (
    name: string,
    { name: own, bytes }: Embedded,
    limits: Limits,
    depth: number,
  ): Promise<DocumentReport[]> =>
    depth >= limits.nesting
      ? Promise.resolve([
          refusal(
            `${name}/${own}`,
            'unknown',
            new Refused('upload.nested-too-deep', 'Files in files too many times', { limit: limits.nesting }),
          ),
        ])
      : run({ name: `${name}/${own}`, bytes }, limits, depth + 1);
  return (file, limits, onPage, apart) => run(file, limits, apart?.depth ?? 0, onPage, apart);
}

function withoutBytes({ embedded: _bytes, others: _others, ...reading }: Reading): Reading {
  return reading;
}

const words = ({ bytes }: FileToRead): string => decodeText(bytes).text;

function ownReaders(tools: Tools): FileReader[] {
  const of = (
    kind: DocumentKind,
    read: (file: FileToRead, limits: Limits) => Reading | Promise<Reading>,
  ): FileReader => ({
    reads: (each) => each === kind,
    read: async (file, limits) => read(file, limits),
  });
  return [
    of('hl7', ({ bytes }) => readHl7(tools, bytes)),
    of('cda', (file) => readCda(tools, words(file))),
    of('fhir', (file) => readFhir(tools, words(file))),
    of('csv', (file) => readDelimited(tools, words(file))),
    of('text', (file) => (isMail(words(file)) ? readMail(tools, file) : readText(tools, plainWords(words(file))))),
    of('word', async ({ bytes }) => (await import('./office/word.ts')).readWord(tools, bytes)),
    of('spreadsheet', async ({ bytes }) => (await import('./office/excel.ts')).readExcel(tools, bytes)),
    of('pdf', async ({ bytes, onPage }, limits) => {
      const [{ readPdf }, { readScannedPage }] = await Promise.all([
        import('./pdf/read-pdf.ts'),
        import('./ocr/scan.ts'),
      ]);
      return readPdf(tools, bytes, limits, readScannedPage, onPage);
    }),
    of('audio', () => heard('audio')),
    of('video', () => heard('video')),
  ];
}

/** A mail is what is written in it; what is attached answers for itself. Who sent it and to whom is no finding. */
function readMail(tools: Tools, { bytes }: FileToRead): Reading {
  const { words: said, attached } = openMail(bytes);
  return { ...readText(tools, said), subkind: 'mail', embedded: attached };
}

/** Sound is kept and can be played; what is said in it comes from the transcriber or a person, not from here. */
const heard = (kind: 'audio' | 'video'): Reading => ({
  kind,
  outcome: 'unsure',
  findings: [],
  warnings: [{ code: 'sound.not-transcribed', message: 'A person has to listen to it' }],
});

const mostText = 4_000_000;

/** A note or a letter: the lines as they stand, rows of figures as a table. */
export function readText(tools: Tools, words: string): Reading {
  if (words.length > mostText)
    throw new Refused('upload.too-complex', `${words.length} characters`, { limit: mostText });
  const { text, findings, patient, patients } = readLaidOut(
    tools,
    typedLines(words, (texts) => isHeading(tools, texts)),
  );
  return {
    kind: 'text',
    outcome: patients > 1 ? 'unsure' : 'read',
    text,
    findings,
    ...(patient === undefined ? {} : { patient }),
    warnings: [
      ...(patient === undefined ? [{ code: 'identity.none', message: 'The text names no patient' }] : []),
      ...(patients > 1 ? [{ code: 'patients.several', message: `The text speaks of ${patients} patients` }] : []),
      ...(findings.length === 0
        ? [{ code: 'text.nothing-clinical', message: 'Nothing clinical was found in it' }]
        : []),
    ],
  };
}
