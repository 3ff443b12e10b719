import type { ReplyPlace, Words } from '#src/domain/errand.ts';
import type { TenantId } from '#src/domain/ids.ts';
import type { Hotline } from '#src/domain/people/hotline.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Page } from '#src/usecases/page.ts';
import type { Spoken } from '../wire/robot-message.ts';

/** One thing said to Baton, by whom, where, and how to answer it. */
export type Heard = {
  readonly tenant: TenantId;
  readonly by: Person;
  readonly spoken: Spoken;
  /** Names the conversation for drafts and confirmations. */
  readonly place: string;
  readonly hotline: Hotline | undefined;
  readonly reply: ReplyPlace;
  readonly alone: ReplyPlace;
};

/** Where it was said; in a group without anything of a patient. */
export const answer = (
  page: Page,
  { reply }: Pick<Heard, 'reply'>,
  words: readonly Words[],
  uploadPage?: string,
): Promise<void> =>
  page.send(
    {
      do: 'say',
      place: reply,
      words,
      ...(uploadPage ? { buttons: [{ label: { key: 'button.upload' }, page: uploadPage }] } : {}),
    },
    { lane: 'now' },
  );

export const languageOf = async (page: Page, by: Person) => (await page.people.language(by.id)) ?? by.language;

/** The question has been put; nothing more is to be said. */
export class Answered extends Error {}
