import type { GroupId, TenantId, UserId } from '../domain/ids.ts';

/** Where something is shown: a group, or one person's chat with Baton. */
export type Place =
  | { readonly tenant: TenantId; readonly in: 'group'; readonly group: GroupId }
  | { readonly tenant: TenantId; readonly in: 'chat'; readonly user: UserId };

/**
 * How urgent a call to the messenger is when budgets are short: `now` is care, `soon` is everyday, `optional` is dropped first.
 */
export type Lane = 'now' | 'soon' | 'optional';

/** Values of one card. All are strings; lists and objects as JSON. `forViewer` overrides for one user. */
export type CardValues = Readonly<Record<string, string>>;

export type NewCard = {
  readonly place: Place;
  /** Ours, unique for ever, at most 100 characters: posting it again changes nothing. */
  readonly track: string;
  readonly template: string;
  readonly values: CardValues;
  readonly forViewer?: Readonly<Record<string, CardValues>>;
  /** What a lock screen and a chat list may show: no patient data. */
  readonly push: string;
  readonly mention?: readonly { readonly user: UserId; readonly name: string }[];
  /** Only these see it, when given. */
  readonly onlyFor?: readonly UserId[];
  /** Name of a data source asked for per viewer, when the card has parts that DingTalk must not keep. */
  readonly livePart?: { readonly source: string; readonly key: string };
};

export type CardChange = {
  readonly tenant: TenantId;
  readonly track: string;
  readonly values?: CardValues;
  readonly forViewer?: Readonly<Record<string, CardValues>>;
};

/** A message without a template: title, Markdown text, link buttons. */
export type PlainMessage = {
  readonly title: string;
  readonly text: string;
  readonly buttons?: readonly { readonly label: string; readonly url: string }[];
};

/** What came of it. `receipt` names the message for read receipts and recall; absent when the way gives none. */
export type Delivered = { readonly receipt?: string };

export type DingHow = 'app' | 'sms' | 'phone';

/**
 * Speaks into DingTalk. Every method refuses with `Unreachable` when it may be tried again, with `Undeliverable` when not,
 * and with `UnknownOutcome` when it may have happened: look before doing it again.
 */
export interface Messenger {
  /** Idempotent by `track`. */
  postCard(card: NewCard, lane: Lane): Promise<Delivered>;
  /** Idempotent. Refuses with Undeliverable `card-gone` when the card does not exist. */
  changeCard(change: CardChange, lane: Lane): Promise<void>;
  /** Not idempotent: at most once by the caller's outbox. */
  say(place: Place, message: PlainMessage, lane: Lane): Promise<Delivered>;
  /** A quick answer to a message through the address that came with it; no receipt. */
  answer(address: string, message: PlainMessage & { readonly mention?: readonly UserId[] }): Promise<void>;
  /** A DING: in the app, by SMS or by phone (Cantonese voice). Text holds no patient data. */
  ding(
    tenant: TenantId,
    users: readonly UserId[],
    text: string,
    how: DingHow,
  ): Promise<{ readonly failed: readonly UserId[]; readonly receipt?: string }>;
  recall(place: Place, receipt: string): Promise<void>;
  /** Who has read a message or card by now. */
  readBy(place: Place, receipt: string): Promise<readonly UserId[]>;
}

/** Not to be tried again: wrong place, refused content, no permission. `reason` is a short code; words and next step come from the caller. */
export class Undeliverable extends Error {
  readonly reason: string;
  readonly action: 'stop' | 'drop';
  constructor(reason: string, action: 'stop' | 'drop', message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'Undeliverable';
    this.reason = reason;
    this.action = action;
  }
}

/** It may have happened. */
export class UnknownOutcome extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'UnknownOutcome';
  }
}
