import type { Hotline } from '../../domain/people/hotline.ts';
import type { Person } from '../../domain/people/person.ts';
import type { IdentityField } from '../../domain/record/finding.ts';
import type { ReadNote } from '../../domain/record/note.ts';
import type { Identity } from '../../domain/referral/content.ts';
import { addNote } from '../../domain/referral/drafting.ts';
import type { DraftPlace, Page } from '../../ports/ledger.ts';
import { raiseAlerts } from '../safety/alerts-on.ts';
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
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'readText' | 'policy' | 'safety'>) =>
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
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'readText' | 'policy' | 'safety'>) =>
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
    const kept = await keepDraft(world, page, draft, content, { person: note.by.id }, urgency, (contentVersion) => ({
      what: 'draft-added-to',
      contentVersion,
    }));
    await raiseAlerts(world)(page, kept.referral, kept.content);
    return kept;
  };

/** Another valid HKID, or both another name and another date of birth: one of the two alone may be a slip, and is asked about on the card instead. */
function isAnotherPatient(known: Identity, read: ReadNote): boolean {
  const said = (name: IdentityField): string | undefined => {
    const found = read.findings.find((one) => one.type === 'identity' && one.name === name && one.status === 'present');
    return found?.type === 'identity' && found.valid !== false ? found.value : undefined;
  };
  const hkid = said('hkid');
  if (known.hkid !== undefined && known.hkidValid === true && hkid !== undefined) return hkid !== known.hkid;
  const differs = (before: string | undefined, now: string | undefined): boolean =>
    before !== undefined && now !== undefined && before.toLowerCase() !== now.toLowerCase();
  const agrees = (before: string | undefined, now: string | undefined): boolean =>
    before !== undefined && now !== undefined && !differs(before, now);
  const isNamedAnew =
    (differs(known.nameEn, said('name-en')) && !agrees(known.nameZh, said('name-zh'))) ||
    (differs(known.nameZh, said('name-zh')) && !agrees(known.nameEn, said('name-en')));
  return isNamedAnew && differs(known.birth?.iso, said('birth-date'));
}
