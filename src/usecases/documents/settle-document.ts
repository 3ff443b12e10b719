import type { UploadId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { addReading } from '../../domain/referral/drafting.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { KeptReading } from '../../ports/readings.ts';
import { keepDraft } from '../drafting/keep-draft.ts';
import type { Draft } from '../drafting/open-draft.ts';
import { raiseAlerts } from '../safety/alerts-on.ts';
import type { World } from '../world.ts';

async function readingIn(page: Page, draft: Draft, which: UploadId): Promise<KeptReading> {
  const reading = await page.readings.get(which);
  if (!reading || reading.referral !== draft.referral.id) throw new Refused('upload.not-found', `No document ${which}`);
  return reading;
}

/**
 * Takes what was read of a document over into the draft, in one tap: nothing of the old is dropped, each finding keeps its place in the document. Doing it
 * twice changes nothing. Refuses `upload.not-found`, `identity.mismatch` for a document that is stopped, `referral.wrong-state` when it is no draft any more.
 */
export const acceptDocument =
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'policy' | 'safety'>) =>
  async (page: Page, draft: Draft, which: UploadId, by: Person): Promise<Draft> => {
    const reading = await readingIn(page, draft, which);
    if (reading.state === 'accepted') return draft;
    if (reading.state === 'stopped' || reading.state === 'refused')
      throw new Refused('identity.mismatch', `Document ${which} waits for a second person`);
    const content = addReading(draft.content, reading.says.findings);
    const kept = await keepDraft(world, page, draft, content, { person: by.id }, {}, (contentVersion) => ({
      what: 'draft-added-to',
      contentVersion,
    }));
    await page.readings.keep({ ...reading, state: 'accepted' });
    await raiseAlerts(world)(page, kept.referral, kept.content);
    return kept;
  };

/**
 * A second person says that a stopped document is about this patient after all. Refuses `upload.not-found`, and `identity.mismatch` when it is the
 * person who brought the document, or when the document was refused for another reason.
 */
export const confirmDocument =
  (world: Pick<World, 'clock'>) =>
  async (page: Page, draft: Draft, which: UploadId, by: Person): Promise<void> => {
    const reading = await readingIn(page, draft, which);
    if (reading.state === 'read' || reading.state === 'accepted') return;
    const upload = await page.uploads.get(which);
    if (reading.state !== 'stopped' || !upload || upload.by === by.id)
      throw new Refused('identity.mismatch', `Document ${which} waits for a second person`);
    await page.readings.keep({ ...reading, state: 'read', confirmedBy: by.id });
    await page.happened({
      what: 'document-confirmed',
      upload: which,
      at: world.clock.now(),
      by: { person: by.id },
      institution: draft.referral.from,
      referral: draft.referral.id,
      patient: draft.referral.patient,
      ground: 'author',
    });
  };
