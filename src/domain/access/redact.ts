import { type Category, categories } from '../consent/category.ts';
import type { Finding } from '../record/finding.ts';
import type { ReferralContent } from '../referral/content.ts';
import { isRestricted, speaksOfRestricted } from './restricted.ts';

const plainCategory: Readonly<Record<Exclude<Finding['type'], 'identity'>, Category>> = {
  problem: 'problems',
  procedure: 'problems',
  encounter: 'problems',
  instruction: 'problems',
  medication: 'medicines',
  allergy: 'allergies',
  result: 'results',
  vital: 'results',
  image: 'imaging',
};

/** The part of the record a finding belongs to; who the patient is belongs to every part. */
export const categoryOf = (finding: Finding): Category | 'identity' =>
  finding.type === 'identity' ? 'identity' : isRestricted(finding) ? 'sensitive' : plainCategory[finding.type];

/** The part of the record a file belongs to. */
export const categoryOfFile = (kind: string | undefined): Category => (kind === 'dicom' ? 'imaging' : 'documents');

export type Redacted = {
  readonly content: ReferralContent;
  /** The parts that are not shown, whether or not there is anything in them. Said on the screen, never silently left out. */
  readonly hidden: readonly Category[];
};

/**
 * What may be shown to somebody who was granted these categories. A text that speaks of a hidden part is left out whole: a sentence with a hole in it
 * still tells.
 */
export function redact(content: ReferralContent, granted: readonly Category[]): Redacted {
  const hidden = categories.filter((category) => !granted.includes(category));
  if (hidden.length === 0) return { content, hidden };
  const isShown = (finding: Finding): boolean => {
    const category = categoryOf(finding);
    return category === 'identity' || granted.includes(category);
  };
  const findings = content.findings.filter(isShown);
  const kept = content.findings.filter((finding) => !isShown(finding));
  const tells = teller(kept, granted);
  const notes = granted.includes('documents')
    ? content.notes.filter(({ id, text }) => !kept.some(({ source }) => source.upload === id) && !tells(text))
    : [];
  const { reason, question, history, outcome, updates = [], ...rest } = content;
  const said = (text: string | undefined): text is string =>
    text !== undefined && granted.includes('problems') && !tells(text);
  const shownUpdates = updates.filter(({ words }) => said(words));
  return {
    hidden,
    content: {
      ...rest,
      findings,
      notes,
      uploads: content.uploads.filter(({ kind }) => granted.includes(categoryOfFile(kind))),
      medicationsSaid: granted.includes('medicines') ? content.medicationsSaid : 'not-said',
      allergiesSaid: granted.includes('allergies') ? content.allergiesSaid : 'not-said',
      ...(said(reason) ? { reason } : {}),
      ...(said(question) ? { question } : {}),
      ...(said(history) && granted.includes('documents') ? { history } : {}),
      ...(outcome && said(outcome.words) ? { outcome } : {}),
      ...(shownUpdates.length > 0 ? { updates: shownUpdates } : {}),
    },
  };
}

/** Does a text tell something of what is hidden: a name or a quoted place of a hidden finding, or a word of restricted data? */
function teller(hidden: readonly Finding[], granted: readonly Category[]): (text: string) => boolean {
  const words = hidden
    .flatMap(({ name, source }) => [name, source.text])
    .filter((word) => word !== undefined && word.trim().length >= 3)
    .map((word) => (word ?? '').trim().toLowerCase());
  return (text) => {
    const plain = text.toLowerCase();
    return words.some((word) => plain.includes(word)) || (!granted.includes('sensitive') && speaksOfRestricted(text));
  };
}
