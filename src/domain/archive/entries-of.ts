import { categoryOfFile } from '../access/redact.ts';
import type { Category } from '../consent/category.ts';
import type { UploadId } from '../ids.ts';
import type { Lexicon } from '../reading/lexicon.ts';
import type { Finding } from '../record/finding.ts';
import type { ReferralContent } from '../referral/content.ts';
import type { Referral } from '../referral/referral.ts';
import { byDay, dayOf } from './by-day.ts';
import type { ArchiveEntry, ArchiveKind, ArchiveLine } from './entry.ts';
import { lineOf, lineOfFinding, linesOf } from './line.ts';

/** A kept file and what was read of it. A file that seems to be about somebody else, or nobody has said whose it is, is not yet filed. */
export type FiledFile = {
  readonly id: UploadId;
  readonly kind?: string;
  readonly name: string;
  readonly at: Date;
  readonly isReadable: boolean;
  readonly pages: number;
  /** `CT`, `ORU^R01`. */
  readonly subkind?: string;
  readonly text?: string;
  readonly findings: readonly Finding[];
};

type Told = { readonly referral: Referral; readonly content: ReferralContent; readonly files: readonly FiledFile[] };

/** Everything one referral brings to the archive. The same referral gives the same entries. */
export function entriesOf(lexicon: Lexicon, { referral, content, files }: Told): readonly ArchiveEntry[] {
  const common = { referral: referral.id, patient: referral.patient, origin: referral.from };
  return [
    ...studiesOf(files.filter(({ isReadable }) => isReadable)).flatMap((file) =>
      fileEntries(lexicon, common, referral, file),
    ),
    ...wordEntries(lexicon, common, referral, content),
  ];
}

type Common = Pick<ArchiveEntry, 'referral' | 'patient' | 'origin'>;

/** The slices of one study are one thing to find; the one in the middle stands for them. */
function studiesOf(files: readonly FiledFile[]): readonly FiledFile[] {
  const slices = files.filter(({ kind }) => kind === 'dicom');
  const studies = Map.groupBy(slices, ({ subkind, text }) => `${subkind}\n${text}`);
  const middles = [...studies.values()].flatMap((all) => all[Math.floor((all.length - 1) / 2)] ?? []);
  return [...files.filter(({ kind }) => kind !== 'dicom'), ...middles];
}

function fileEntries(
  lexicon: Lexicon,
  common: Common,
  { id: referral }: Referral,
  { id: upload, kind, name, at, pages, subkind, text, findings }: FiledFile,
): readonly ArchiveEntry[] {
  const base: readonly Category[] = [categoryOfFile(kind)];
  const said = [...(subkind ? [subkind] : []), ...linesOf(text ?? '')].map((line) => lineOf(lexicon, line, base));
  const facts = findings.flatMap((finding) => {
    const line = lineOfFinding(lexicon, finding);
    return line ? [{ line: withBase(line, base), day: dayOf(finding, at) }] : [];
  });
  const whole: ArchiveEntry = {
    ...common,
    id: `${referral}/${upload}`,
    kind: kindOf(kind),
    at,
    isDated: false,
    source: upload,
    upload,
    pages,
    title: name,
    lines: [lineOf(lexicon, name, base), ...said, ...facts.map(({ line }) => line)],
  };
  return [whole, ...byDay(whole, facts)];
}

function wordEntries(
  lexicon: Lexicon,
  common: Common,
  { id: referral, startedAt }: Referral,
  content: ReferralContent,
): readonly ArchiveEntry[] {
  const entry = (source: string, at: Date, lines: readonly ArchiveLine[]): ArchiveEntry => ({
    ...common,
    id: `${referral}/${source}`,
    kind: 'words',
    at,
    isDated: false,
    source: `${referral}/${source}`,
    pages: 0,
    lines,
  });
  const said = (text: string | undefined, base: readonly Category[]) =>
    linesOf(text ?? '').map((line) => lineOf(lexicon, line, base));
  const notes = content.notes.map(({ id, text, at }) => entry(`note-${id}`, new Date(at), said(text, ['documents'])));
  const asked = entry('asked', startedAt, [
    ...said(content.reason, ['problems']),
    ...said(content.question, ['problems']),
    ...said(content.history, ['problems', 'documents']),
  ]);
  const facts = content.findings.flatMap((finding) => {
    const line = lineOfFinding(lexicon, finding);
    return line ? [{ line, day: dayOf(finding, startedAt) }] : [];
  });
  const known = entry(
    'known',
    startedAt,
    facts.map(({ line }) => line),
  );
  const later = [
    ...(content.updates ?? []).map(({ id, words, at }) =>
      entry(`update-${id}`, new Date(at), said(words, ['problems'])),
    ),
    ...(content.outcome
      ? [entry('outcome', new Date(content.outcome.at), said(content.outcome.words, ['problems']))]
      : []),
  ];
  return [...notes, asked, known, ...byDay(known, facts), ...later].filter(({ lines }) => lines.length > 0);
}

const withBase = (line: ArchiveLine, base: readonly Category[]): ArchiveLine => ({
  ...line,
  needs: [...new Set([...base, ...line.needs])],
});

function kindOf(kind: string | undefined): ArchiveKind {
  if (kind === 'photo') return 'photo';
  if (kind === 'dicom') return 'imaging';
  return kind === 'audio' || kind === 'video' ? 'voice' : 'document';
}
