/** A person of the cast, as far as the engines care. */
export type Somebody = {
  readonly userId: string;
  readonly unionId: string;
  readonly name: string;
  readonly active: boolean;
  readonly admin: boolean;
  readonly departments: readonly number[];
};

/** Where a change is to be seen, so that a phone refreshes what it shows. */
export type Where = {
  readonly corpId?: string;
  readonly userId?: string;
  readonly conversationId?: string;
  readonly outTrackId?: string;
};

/** The little the engines need from the world: who is there, what time it is, and how the news gets out. */
export interface Scene {
  now(): number;
  person(corpId: string, userId: string): Somebody | undefined;
  byUnionId(corpId: string, unionId: string): Somebody | undefined;
  people(corpId: string): readonly Somebody[];
  /** Both transports, ticks and faults are the world's business. */
  emit(corpId: string, eventType: string, data: object): void;
  changed(kind: string, where: Where): void;
  /** A line in the journal for what DingTalk would keep to itself. */
  note(what: string, detail: Readonly<Record<string, unknown>>): void;
}

/** Numbers and ids that are never handed out twice. */
export const counter = (first: number): (() => number) => {
  let next = first;
  return () => next++;
};
