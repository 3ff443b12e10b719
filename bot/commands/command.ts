import type { ConsentGiven } from '#src/domain/referral/content.ts';
import type { CancelReason, DeclineReason } from '#src/domain/referral/referral.ts';

export type CorrectableField =
  | 'hkid'
  | 'name'
  | 'birth'
  | 'sex'
  | 'phone'
  | 'reason'
  | 'urgency'
  | 'to'
  | 'allergies'
  | 'medications'
  | 'consent';

type About = {
  /** The referral meant, when its code was typed: `B7K-42Q`. */
  readonly code?: string;
};

/** What a person asks of Baton in a line of chat. */
export type Command =
  | { readonly kind: 'help' | 'mine' | 'doctor' | 'emergency' }
  | { readonly kind: 'refer'; readonly text: string }
  | ({ readonly kind: 'add'; readonly text: string } & About)
  | { readonly kind: 'find'; readonly query: string }
  | ({
      readonly kind:
        | 'status'
        | 'withdraw-consent'
        | 'sign'
        | 'accept'
        | 'attended'
        | 'missed'
        | 'close'
        | 'open'
        | 'yes'
        | 'no';
    } & About)
  | ({ readonly kind: 'decline'; readonly because?: DeclineReason; readonly words?: string } & About)
  | ({ readonly kind: 'book'; readonly when: When } & About)
  | ({ readonly kind: 'answer'; readonly text: string } & About)
  /** A question to a colleague on a referral, and the answer to one. Asking always names the referral. */
  | { readonly kind: 'ask'; readonly text: string; readonly code: string }
  | ({ readonly kind: 'answer-question'; readonly text: string } & About)
  | ({ readonly kind: 'handover' | 'redirect'; readonly to?: string } & About)
  | ({
      readonly kind: 'consent';
      readonly given: boolean;
      readonly how: ConsentGiven['how'];
      readonly scope: readonly string[];
    } & About)
  | ({ readonly kind: 'correct'; readonly field: CorrectableField; readonly value: string } & About)
  | { readonly kind: 'settings'; readonly language?: 'en' | 'zh-Hant' | 'zh-Hans' }
  | ({ readonly kind: 'cancel'; readonly because?: CancelReason; readonly words?: string } & About)
  /** No command: a note, perhaps. The caller reads it and decides. */
  | { readonly kind: 'free'; readonly text: string };

/** A time said in words. `unclear` when the day or the hour is missing or could be two. */
export type When =
  | { readonly at: Date; readonly words: string }
  | {
      readonly unclear: 'nothing-said' | 'no-day' | 'no-hour' | 'which-half-of-day' | 'which-year';
      readonly words: string;
    };

/** Looks like a command and is none. Suggestions are whole lines that would work; nothing was done. */
export type Unclear = {
  readonly kind: 'unclear';
  readonly unclear: string;
  readonly because: 'spelling' | 'code' | 'field' | 'nothing';
  readonly suggestions: readonly string[];
};
