import type { DocumentReport, Reading } from '../../domain/intake/document.ts';
import { isRefused } from '../../domain/intake/document.ts';
import { guard } from '../../domain/intake/identity-guard.ts';
import { reconcile } from '../../domain/intake/reconcile.ts';
import type { Finding } from '../../domain/record/finding.ts';
import { flagByRange } from '../../domain/record/flag-by-range.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Upload } from '../../ports/ledger.ts';
import type { KeptReading, QuotedLine, ReadFact } from '../../ports/readings.ts';
import { expectedIdentity } from './expected-identity.ts';

type Whose = { readonly referral: KeptReading['referral']; readonly patient: KeptReading['patient'] };
type Readable = DocumentReport & Reading;

const asksNothing = ({ kind, text }: Readable): boolean =>
  kind === 'dicom' || kind === 'archive' || ((kind === 'audio' || kind === 'video') && text === undefined);
const mostHeard = 4_000;

/** What is kept of the reports on one upload: where it stands, and its facts with their places. Pure. */
export function readingOf(
  upload: Upload,
  whose: Whose,
  content: ReferralContent,
  reports: readonly DocumentReport[],
  at: Date,
): KeptReading {
  const readings = reports.filter((each): each is Readable => !isRefused(each));
  const [first] = readings;
  const facts = readings.flatMap((reading) => factsOf(reading, upload, content.findings));
  return {
    upload: upload.id,
    ...whose,
    ...standingOf(readings, reports, facts, content),
    at,
    says: {
      kind: first?.kind ?? 'unknown',
      ...(first?.subkind === undefined ? {} : { subkind: first.subkind }),
      // Several patients of one file, told apart, have the pages of the one file.
      pages: picturesOf(first),
      ...(first?.patient === undefined ? {} : { patient: first.patient }),
      facts,
      ...(first?.kind === 'audio' && first.text !== undefined ? { heard: first.text.trim().slice(0, mostHeard) } : {}),
      warnings: readings.flatMap(({ warnings }) => warnings.map(({ code, message }) => ({ code, message }))),
    },
  };
}

function standingOf(
  readings: readonly Readable[],
  reports: readonly DocumentReport[],
  facts: readonly ReadFact[],
  content: ReferralContent,
): Pick<KeptReading, 'state' | 'code'> {
  const [first] = readings;
  if (first === undefined) return { state: 'refused', code: reports.find(isRefused)?.code ?? 'upload.unreadable-type' };
  const warned = (code: string) => readings.some(({ warnings }) => warnings.some((each) => each.code === code));
  const expected = expectedIdentity(content.identity);
  const verdicts = readings.map((each) => (expected ? guard(expected, each.patient).verdict : 'unsure'));
  if (verdicts.includes('mismatch') || warned('identity.mismatch'))
    return { state: 'stopped', code: 'identity.mismatch' };
  if (warned('patients.several')) return { state: 'stopped', code: 'patients.several' };
  const toAnswer = facts.some(({ answer }) => answer === undefined);
  // A slice of a study without anything to take over asks nothing of anybody: the images say themselves whose they are not.
  // A packed file is only a wrapper: each file in it answers for itself.
  // A recording that nobody heard is listened to.
  if (!toAnswer && readings.every(asksNothing)) return { state: 'filed' };
  if (verdicts.some((verdict) => verdict !== 'match'))
    return { state: 'needs-person', code: verdicts.includes('none') ? 'identity.none' : 'identity.ask' };
  if (toAnswer) return { state: 'read' };
  return readings.some(({ outcome }) => outcome === 'unsure')
    ? { state: 'needs-person', code: first.warnings[0]?.code ?? 'text.none' }
    : { state: 'filed' };
}

/** Who it is about is settled by the guard, and the pictures of a study have a room of their own: neither is offered. What is known already has its answer. */
const factsOf = (reading: Readable, upload: Upload, known: readonly Finding[]): ReadFact[] =>
  reading.findings
    .filter(({ type }) => type !== 'identity' && !(type === 'image' && reading.kind === 'dicom'))
    .map((read) => {
      const finding = flagByRange(read);
      const line = lineOf(reading.text, finding);
      return {
        finding: {
          ...finding,
          source: {
            ...finding.source,
            upload: upload.id,
            ...(finding.source.text === undefined && line ? { text: line.text.slice(line.from, line.to) } : {}),
          },
        },
        ...(line ? { line } : {}),
        ...(reconcile(known, finding).standing === 'same' ? { answer: 'taken' as const } : {}),
      };
    });

const mostOfALine = 160;

/** The line around a span, cut to what fits a screen. */
function lineOf(text: string | undefined, { source: { span } }: Finding): QuotedLine | undefined {
  if (text === undefined || span === undefined) return undefined;
  const [start, end] = span;
  const from = Math.max(text.lastIndexOf('\n', start - 1) + 1, start - mostOfALine);
  const stop = text.indexOf('\n', end);
  const to = Math.min(stop < 0 ? text.length : stop, end + mostOfALine);
  return { text: text.slice(from, to), from: start - from, to: Math.min(end, to) - from };
}

/** Pages that the reading room can draw again. */
const picturesOf = (reading: Readable | undefined): number => {
  if (reading === undefined || reading.kind === 'audio' || reading.kind === 'video') return 0;
  if (reading.kind === 'dicom') return 1;
  return reading.pages ?? (reading.kind === 'pdf' || reading.kind === 'image' ? 1 : 0);
};
