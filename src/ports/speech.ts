import type { Words } from '../domain/errand.ts';
import type { House } from '../domain/house/house.ts';
import type { TenantId, UserId } from '../domain/ids.ts';
import type { DocumentLine } from '../domain/intake/document-line.ts';
import type { Language, Person } from '../domain/people/person.ts';
import type { ReferralContent } from '../domain/referral/content.ts';
import type { Gap } from '../domain/referral/gaps.ts';
import type { Watch } from '../domain/referral/loop-clock.ts';
import type { Referral, State } from '../domain/referral/referral.ts';
import type { CardValues, PlainMessage } from './messenger.ts';

/** What a card is made from. `patientLine` is initials and the last characters of the identifier: the only thing of the patient a card may hold. */
export type CardScene = {
  readonly referral: Referral;
  readonly house: House;
  readonly watch: Watch | undefined;
  readonly now: Date;
  readonly tenant: TenantId;
  readonly in: 'group' | 'chat';
  /** Whose chat it is; undefined in a group. */
  readonly viewer: Person | undefined;
  /** In a group: those who get buttons of their own. */
  readonly viewers: readonly Person[];
  readonly language: Language;
  readonly languageOf: (person: Person) => Language;
  readonly patientLine: string;
  readonly gaps: readonly Gap[];
  readonly counts: { readonly findings: number; readonly doubtful: number };
  /** The files, each with where it stands. */
  readonly files: readonly DocumentLine[];
  readonly duplicates: readonly { readonly code: string; readonly state: State }[];
  readonly history: readonly { readonly state: State; readonly at: Date }[];
  readonly page: string;
  readonly uploadPage: string;
  readonly livePart: boolean;
  /** The patient lets these readers look no more: the card says so and shows nothing of the patient. */
  readonly consentGone?: boolean;
};

/** An alert as a card tells it. */
export type AlertSaid = {
  readonly tier: 'stop' | 'caution' | 'note';
  readonly subjects: readonly string[];
  readonly why: string;
  readonly do: string;
  readonly acknowledged?: { readonly reason: string } | undefined;
};

export type CardWords = {
  readonly values: CardValues;
  readonly forViewer: Readonly<Record<UserId, CardValues>>;
  readonly push: string;
  /** The same truth without a template. */
  readonly plain: PlainMessage;
};

/** Puts what is so into words of a language. It decides nothing. */
export interface Speech {
  card(scene: CardScene): CardWords;
  /** The part of a card that DingTalk must not keep: asked for by one viewer who may read it. */
  live(
    content: ReferralContent,
    alerts: readonly AlertSaid[],
    language: Language,
    files?: readonly DocumentLine[],
  ): CardValues;
  sentences(words: readonly Words[], language: Language): string;
  sentence(words: Words, language: Language): string;
}
