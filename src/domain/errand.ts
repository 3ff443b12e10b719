import type { ClinicianId, GroupId, ReferralId, TenantId, UploadId, UserId } from './ids.ts';

/** What a sentence says, before a language is chosen: a key of the catalogue and the values for its gaps. */
export type Words = { readonly key: string; readonly with?: Readonly<Record<string, string | number>> };

/** Where an answer goes back to: the same group, or the person's own chat. */
export type ReplyPlace = { readonly tenant: TenantId } & (
  | { readonly in: 'group'; readonly group: GroupId; readonly mention?: UserId }
  | { readonly in: 'chat'; readonly user: UserId }
);

/**
 * Outgoing work. It is kept in the transaction that decided it and done afterwards, possibly by another process.
 * What is shown is rendered from what is so at that moment, never from what was so when it was asked for.
 */
export type Errand =
  /** The one card of a referral in one place: posted if new, otherwise changed in place. Asking again merges. */
  | { readonly do: 'show-referral'; readonly referral: ReferralId; readonly place: ReplyPlace }
  /** A sentence to somebody. At most once. It may light up a lock screen, so it never says anything of a patient. */
  | {
      readonly do: 'say';
      readonly place: ReplyPlace;
      readonly words: readonly Words[];
      readonly buttons?: readonly { readonly label: Words; readonly page: string }[];

      readonly person?: ClinicianId;
      readonly about?: ReferralId;
    }
  | {
      readonly do: 'ding';
      readonly tenant: TenantId;
      readonly people: readonly ClinicianId[];
      readonly how: 'app' | 'phone';
      readonly words: Words;
      readonly about: ReferralId;
      readonly key: string;
    }
  | { readonly do: 'start-approval'; readonly referral: ReferralId; readonly contentVersion: number }
  | {
      readonly do: 'settle-approval';
      readonly referral: ReferralId;
      readonly contentVersion: number;
      readonly answer: 'agree' | 'refuse' | 'withdraw';
    }
  | { readonly do: 'look-at-approval'; readonly tenant: TenantId; readonly instance: string }
  | {
      readonly do: 'add-to-do';
      readonly referral: ReferralId;
      readonly person: ClinicianId;
      readonly about: string;
      readonly due?: string;
    }
  | { readonly do: 'finish-to-do'; readonly referral: ReferralId; readonly about: string }
  | { readonly do: 'book-visit'; readonly referral: ReferralId; readonly at: string }
  /** Finds out what one later word of a referral changed, and sends for those who must hear of it. `word`: an update's id, or `outcome`. */
  | { readonly do: 'tell-changes'; readonly referral: ReferralId; readonly word: string }
  | { readonly do: 'fetch-upload'; readonly upload: UploadId }
  /** The file belongs to another patient now and is sealed anew with their key. */
  | { readonly do: 'reseal-upload'; readonly upload: UploadId }
  | { readonly do: 'read-upload'; readonly upload: UploadId; readonly referral: ReferralId }
  | {
      readonly do: 'sweep-group';
      readonly tenant: TenantId;
      readonly group: GroupId;
      readonly space?: string;
      readonly file?: string;
    };
