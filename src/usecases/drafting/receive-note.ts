import type { Hotline } from '../../domain/people/hotline.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ReadNote } from '../../domain/record/note.ts';
import type { Identity } from '../../domain/referral/content.ts';
import { addNote } from '../../domain/referral/drafting.ts';
import type { DraftPlace, Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { keepDraft } from './keep-draft.ts';
import { beginDraft, type Draft, growingDraft } from './open-draft.ts';

export type Note = {
  readonly by: Person;
  readonly place: DraftPlace;
  readonly hotline: Hotline | undefined;
  readonly text: string;
  readonly at: Date;
  /** Words recognised from a voice: none of it is shown as sure. */
  readonly heard?: boolean;
};

/** Free text becomes part of the draft that grows in its conversation, or begins one. Another patient's note begins another draft. */
export const receiveNote =
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'readText'>) =>
  async (page: Page, note: Note): Promise<Draft & { readonly joined: boolean }> => {
    const read = world.readText(note.text, note.at);
    const growing = await growingDraft(page, note.by, note.place);
    const joins = growing && !isAnotherPatient(growing.content.identity, read);
    if (growing && !joins) await page.referrals.settlePlace(growing.referral.id);
    const draft = joins
      ? growing
      : await beginDraft(world, page, {
          by: note.by,
          place: note.place,
          hotline: note.hotline,
          ...(read.ask.to ? { towards: read.ask.to.value } : {}),
        });
    return { ...(await addText(world)(page, draft, note, read)), joined: Boolean(joins) };
  };

/** Adds a text to one draft, whichever way it came. */
export const addText =
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'readText'>) =>
  async (
    page: Page,
    draft: Draft,
    note: Pick<Note, 'by' | 'text' | 'at' | 'heard'>,
    read: ReadNote = world.readText(note.text, note.at),
  ): Promise<Draft> => {
    const heard = note.heard
      ? {
          ...read,
          findings: read.findings.map((finding) => ({ ...finding, confidence: Math.min(finding.confidence, 0.7) })),
        }
      : read;
    const content = addNote(draft.content, heard, {
      id: world.dice.id(),
      text: note.text,
      by: note.by.id,
      at: note.at.toISOString(),
    });
    const urgency = read.ask.urgency ? { urgency: read.ask.urgency.value } : {};
    return keepDraft(world, page, draft, content, { person: note.by.id }, urgency, (contentVersion) => ({
      what: 'draft-added-to',
      contentVersion,
    }));
  };

function isAnotherPatient(known: Identity, read: ReadNote): boolean {
  const hkid = read.findings.find(
    (finding) => finding.type === 'identity' && finding.name === 'hkid' && finding.valid !== false,
  );
  return known.hkid !== undefined && known.hkidValid === true && hkid?.type === 'identity' && hkid.value !== known.hkid;
}
