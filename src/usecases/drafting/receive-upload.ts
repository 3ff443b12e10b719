import type { ReplyPlace } from '../../domain/errand.ts';
import { id, type UploadId } from '../../domain/ids.ts';
import type { Hotline } from '../../domain/people/hotline.ts';
import type { Person } from '../../domain/people/person.ts';
import type { DraftPlace, Page, Upload, UploadOrigin } from '../../ports/ledger.ts';
import { refreshCards } from '../steps/tell-after.ts';
import type { World } from '../world.ts';
import { beginDraft, type Draft, growingDraft } from './open-draft.ts';

export type IncomingUpload = {
  readonly by: Person;
  readonly place: DraftPlace;
  readonly hotline: Hotline | undefined;
  readonly origin: UploadOrigin;
  readonly name: string;
  readonly at: Date;
  readonly replyTo?: ReplyPlace;
};

/** A file on its way: it joins the draft of its conversation (or begins one) at once, and its bytes are fetched by an errand. */
export const receiveUpload =
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'policy'>) =>
  async (page: Page, incoming: IncomingUpload): Promise<Draft & { readonly upload: Upload }> => {
    const draft =
      (await growingDraft(page, incoming.by, incoming.place)) ??
      (await onlyDraftOf(page, incoming.by)) ??
      (await beginDraft(world, page, { by: incoming.by, place: incoming.place, hotline: incoming.hotline }));
    const upload: Upload = {
      id: id<UploadId>(world.dice.id()),
      referral: draft.referral.id,
      patient: draft.referral.patient,
      by: incoming.by.id,
      state: 'expected',
      origin: incoming.origin,
      name: incoming.name,
      at: incoming.at,
      ...(incoming.replyTo ? { replyTo: incoming.replyTo } : {}),
    };
    if (await page.uploads.add(upload)) {
      await page.send({ do: 'fetch-upload', upload: upload.id }, { lane: 'now', key: `fetch ${upload.id}` });
      await refreshCards({ world, page, referral: draft.referral, lane: 'soon' });
    }
    return { ...draft, upload };
  };

/**
 * A file says nothing of whose it is. Sent one to one it belongs to the draft its sender is writing, if there is just one; with several it begins one of
 * its own, and the answer names the code, so that a wrong home is seen.
 */
export async function onlyDraftOf(page: Page, by: Person): Promise<Draft | undefined> {
  const [only, ...others] = await page.referrals.list({ author: by.id, states: ['draft'], limit: 2 });
  if (!only || others.length > 0) return undefined;
  const held = await page.referrals.hold(only.referral.id);
  return held && { referral: held.referral, content: await page.referrals.content(held.referral) };
}
