import type { Hotline } from '../../domain/people/hotline.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { correctDraft } from './correct-draft.ts';
import { beginDraft, type Draft, growingDraft } from './open-draft.ts';
import { addText } from './receive-note.ts';

export type Beginning = {
  readonly by: Person;
  readonly hotline: Hotline;
  readonly text: string;
  /** A name the page made for this beginning; the same name is the same draft. */
  readonly once: string;
};

/**
 * Begins a draft from a page. When the answer was lost on the way and the page asks again, the draft is there already and is given again: with another place where
 * another was chosen since, and with the words beside the earlier ones where they were changed since. Refuses as `beginDraft` does.
 */
export const beginOnce =
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'readText' | 'policy' | 'safety'>) =>
  async (page: Page, { by, hotline, text, once }: Beginning): Promise<Draft> => {
    const place = `page:${by.id}:${once}`;
    const before = await growingDraft(page, by, place);
    const draft = before
      ? await towards(world, page, before, by, hotline)
      : await beginDraft(world, page, { by, place, hotline });
    const isSaid = draft.content.notes.some((note) => note.text === text);
    return text.trim() && !isSaid ? addText(world)(page, draft, { by, text, at: world.clock.now() }) : draft;
  };

const towards = async (
  world: Parameters<typeof correctDraft>[0],
  page: Page,
  draft: Draft,
  by: Person,
  { id }: Hotline,
): Promise<Draft> =>
  draft.referral.hotline === id ? draft : correctDraft(world)(page, draft, { by, field: 'to', value: id });
