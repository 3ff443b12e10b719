import type { ReferralContent } from '../referral/content.ts';
import type { Referral } from '../referral/referral.ts';
import type { Finding } from './finding.ts';
import type { ReadNote } from './note.ts';
import type { RecordSource } from './source.ts';

type Read = (text: string, at: Date) => ReadNote;
/** A file of the referral that is kept: what was read from it stands in the findings, under its id. */
type FileOfReferral = { readonly id: string; readonly kind?: string; readonly name: string; readonly at: Date };

/**
 * What a referral adds to its patient's record: each note with the facts read from it, each document, what was answered and what was changed afterwards.
 * `content` is what this reader may see of it: nothing is put back that was left out.
 */
export function sourcesOf(
  referral: Referral,
  content: ReferralContent,
  read: Read,
  files: readonly FileOfReferral[] = [],
): readonly RecordSource[] {
  const placed = Map.groupBy(content.findings, ({ source }) => source.upload ?? '');
  const notes = content.notes.map(
    (note): RecordSource => ({
      reference: `note:${note.id}`,
      kind: 'note',
      institution: referral.from,
      at: note.at,
      title: referral.code,
      findings: (placed.get(note.id) ?? []).filter(isClinical),
      text: note.text,
    }),
  );
  const documents = files.map(({ id, kind, name, at }): RecordSource => {
    const findings = (placed.get(id) ?? []).filter(isClinical);
    return {
      reference: `file:${id}`,
      kind: kind ?? 'file',
      institution: referral.from,
      at: at.toISOString(),
      title: name,
      findings,
      text: findings.map(({ source }) => source.text ?? '').join('\n'),
    };
  });
  const known = new Set([...content.notes, ...files].map(({ id }) => id));
  const loose = content.findings.filter((finding) => isClinical(finding) && !known.has(finding.source.upload ?? ''));
  return [...notes, ...documents, ...looseSource(referral, loose), ...laterWords(referral, content, read)];
}

const isClinical = ({ type }: Finding): boolean => type !== 'identity';

const looseSource = (referral: Referral, findings: readonly Finding[]): readonly RecordSource[] =>
  findings.length === 0
    ? []
    : [
        {
          reference: `referral:${referral.id}`,
          kind: 'referral',
          institution: referral.from,
          at: referral.startedAt.toISOString(),
          title: referral.code,
          findings,
          text: findings.map(({ name, source }) => source.text ?? name).join('\n'),
        },
      ];

/** The answer and what was changed after the signature, read like any note. */
function laterWords(
  referral: Referral,
  { outcome, updates = [] }: ReferralContent,
  read: Read,
): readonly RecordSource[] {
  const source = (
    reference: string,
    kind: string,
    words: string,
    at: string,
    institution: RecordSource['institution'],
  ): RecordSource => ({
    reference,
    kind,
    ...(institution === undefined ? {} : { institution }),
    at,
    title: referral.code,
    findings: read(words, new Date(at)).findings.filter(isClinical),
    text: words,
  });
  return [
    ...(outcome ? [source(`outcome:${referral.id}`, 'outcome', outcome.words, outcome.at, referral.to)] : []),
    ...updates.map((one) => source(`update:${one.id}`, one.kind, one.words, one.at, one.institution)),
  ];
}
