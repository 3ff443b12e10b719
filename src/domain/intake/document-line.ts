import type { UploadId } from '../ids.ts';
import type { Finding } from '../record/finding.ts';

/** Where a file stands, from its coming in to its last answer. See `ReadingState` for those after reading. */
export type DocumentState = 'received' | 'reading' | 'read' | 'needs-person' | 'stopped' | 'refused' | 'filed';

/** How many facts of a file wait for an answer. fresh: new and sure. unsure: whatever is not sure, wherever it stands. */
export type OpenFacts = {
  readonly fresh: number;
  readonly changed: number;
  readonly contradicting: number;
  readonly unsure: number;
};

/** One file of a referral as a card tells of it. `name` and `take` are for who may see the patient's data, and for no card that DingTalk keeps. */
export type DocumentLine = {
  readonly upload: UploadId;
  /** Its place among the files of the referral, from 1. */
  readonly number: number;
  readonly name: string;
  readonly state: DocumentState;
  readonly code?: string;
  readonly at?: { readonly page: number; readonly pages: number };
  readonly open: OpenFacts;
  /** The new and sure facts, when they are few enough to be seen and taken over on a card. */
  readonly take: readonly Finding[];
};

/** More than these nobody reads on a card: they are taken over in the mini-app. */
export const mostOnACard = 8;

const gravest: readonly DocumentState[] = [
  'stopped',
  'needs-person',
  'read',
  'refused',
  'reading',
  'received',
  'filed',
];

/** The gravest first; within one state as they came. */
export const byGravity = (lines: readonly DocumentLine[]): readonly DocumentLine[] =>
  lines.toSorted(
    (one, other) => gravest.indexOf(one.state) - gravest.indexOf(other.state) || one.number - other.number,
  );

export const waitsForPerson = ({ state }: Pick<DocumentLine, 'state'>): boolean =>
  state === 'stopped' || state === 'needs-person' || state === 'read';

export const isOnItsWay = ({ state }: Pick<DocumentLine, 'state'>): boolean =>
  state === 'received' || state === 'reading';

/** What a card tells of the files, as one short word: a card that tells this word already need not be changed. */
export const wordOfLines = (lines: readonly DocumentLine[]): string => {
  const count = new Map<string, number>();
  for (const { state, code = '', at, open, upload } of lines) {
    // What is filed or on its way is counted; what waits is told one by one.
    const word = waitsForPerson({ state })
      ? [upload, state, code, ...Object.values(open)].join(':')
      : [state, code, at ? `${at.page}/${at.pages}` : ''].join(':');
    count.set(word, (count.get(word) ?? 0) + 1);
  }
  return [...count].map(([word, times]) => `${times}*${word}`).join(' ');
};
