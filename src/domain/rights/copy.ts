import type { Finding, SourcePlace } from '../record/finding.ts';
import type { ReferralContent } from '../referral/content.ts';
import type { Referral } from '../referral/referral.ts';
import { type Own, withoutOthers } from './leave-out.ts';

/** What colleagues said of the patient in questions and at drawings. Of a spoken word how long it is; its sound is a file of its own. */
export type SaidOfThem = {
  readonly id: string;
  readonly at: Date;
  readonly text?: string;
  readonly spokenSeconds?: number;
  readonly sound?: { readonly mime: string };
  readonly onImage: boolean;
};
export type CopyOf = {
  readonly referral: Referral;
  readonly content: ReferralContent;
  readonly said: readonly SaidOfThem[];
};

/** Texts and findings of one referral, other people's names and numbers left out; `count` says how often. */
export function cleaned(
  { referral, content, said }: CopyOf,
  own: Own,
): { readonly copy: CopyOf; readonly count: number } {
  let count = 0;
  const clean = (text: string): string => {
    const done = withoutOthers(text, own);
    count += done.count;
    return done.text;
  };
  const { reason, question, history, outcome, updates } = content;
  return {
    copy: {
      referral,
      content: {
        ...content,
        findings: content.findings.map((one) => cleanedFinding(one, clean)),
        // In their own words: what was written of the patient is the patient's too.
        notes: content.notes.map((one) => ({ ...one, text: clean(one.text), by: '' })),
        ...(reason ? { reason: clean(reason) } : {}),
        ...(question ? { question: clean(question) } : {}),
        ...(history ? { history: clean(history) } : {}),
        ...(outcome ? { outcome: { ...outcome, words: clean(outcome.words) } } : {}),
        ...(updates ? { updates: updates.map((one) => ({ ...one, words: clean(one.words) })) } : {}),
      },
      said: said.map((one) => (one.text === undefined ? one : { ...one, text: clean(one.text) })),
    },
    count,
  };
}

/** What people write in. Codes, times and figures hold nobody's name, and look like telephone numbers: SNOMED CT 38341003 is hypertension. */
const written = ['name', 'reaction', 'value', 'dose', 'frequency', 'duration', 'since'] as const;
const figure = /^[<>≤≥=~\s]*[\d.,\s/:×x^*+-]+$/u;

function cleanedFinding(finding: Finding, clean: (text: string) => string): Finding {
  const told = Object.entries(finding).map(([key, value]) => [
    key,
    typeof value === 'string' && written.some((one) => one === key) && !figure.test(value) ? clean(value) : value,
  ]);
  // The same parts as before, each of its own kind.
  return { ...(Object.fromEntries(told) as Finding), source: placeAlone(finding.source) };
}

/** Where it was read, without the words that stand there: they may name others. */
const placeAlone = ({ upload, page, path, segment }: SourcePlace): SourcePlace => ({
  ...(upload === undefined ? {} : { upload }),
  ...(page === undefined ? {} : { page }),
  ...(path === undefined ? {} : { path }),
  ...(segment === undefined ? {} : { segment }),
});
