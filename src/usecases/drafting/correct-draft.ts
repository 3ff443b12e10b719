import { mayAct } from '../../domain/access/may.ts';
import { hotline } from '../../domain/house/house.ts';
import { type HotlineId, id } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ConsentGiven, ReferralContent } from '../../domain/referral/content.ts';
import { correct } from '../../domain/referral/correcting.ts';
import { addNote } from '../../domain/referral/drafting.ts';
import type { GapField } from '../../domain/referral/gaps.ts';
import { type Urgency, urgencies } from '../../domain/referral/urgency.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { heardBy, recordForReferral } from '../consent/record-for-referral.ts';
import { raiseAlerts } from '../safety/alerts-on.ts';
import type { World } from '../world.ts';
import { keepDraft } from './keep-draft.ts';
import type { Draft } from './open-draft.ts';

export type Correction = { readonly by: Person; readonly field: GapField; readonly value: string };

/** One tap or one line that puts a part of a draft right. Only the author's side may. Refuses the code of what is wrong with the value. */
export const correctDraft =
  (world: Pick<World, 'clock' | 'dice' | 'house' | 'readText' | 'policy' | 'safety'>) =>
  async (page: Page, draft: Draft, { by, field, value }: Correction): Promise<Draft> => {
    if (!mayAct({ judge: world.policy.judge, house: world.house }, by, draft.referral, 'write'))
      throw new Refused('referral.not-yours', `Referral ${draft.referral.id} is written elsewhere`);
    const at = world.clock.now();
    const changes =
      field === 'urgency' ? { urgency: urgencyFrom(value) } : field === 'to' ? placeFrom(world, value) : {};
    const corrected = isList(field, value)
      ? readList(world, draft, field, value, by, at)
      : correct(draft.content, field, value, by.id, at);
    const content = 'to' in changes && changes.to !== draft.referral.to ? askedAnew(corrected) : corrected;
    const after = await keepDraft(world, page, draft, content, { person: by.id }, changes, (contentVersion) => ({
      what: 'draft-corrected',
      contentVersion,
    }));
    if (field === 'consent' && content.consent) await keepDecision(world, page, after, content.consent, by);
    await raiseAlerts(world)(page, after.referral, after.content);
    return after;
  };

/** The patient agreed to another place: for this one they are asked again. A no stays a no. */
function askedAnew({ consent, ...rest }: ReferralContent): ReferralContent {
  return consent && !consent.given ? { ...rest, consent } : rest;
}

/** The words of the draft say it, and the patient's decision stands in a row of its own. */
const keepDecision = (
  world: Pick<World, 'clock' | 'dice' | 'house'>,
  page: Page,
  { referral, content }: Draft,
  said: ConsentGiven,
  by: Person,
) =>
  recordForReferral(world)(page, referral, content, {
    decision: said.given ? 'given' : 'refused',
    how: said.how === 'signed-form' ? { way: 'signed-form' } : heardBy(world, by.id, said.witness),
    by: by.id,
  });

const isList = (field: GapField, value: string): field is 'allergies' | 'medications' =>
  (field === 'allergies' || field === 'medications') && value !== 'none' && value !== 'unknown';

/** A typed line of medicines or allergies is read like a note under that heading, and being a person's correction it is sure. */
function readList(
  world: Pick<World, 'dice' | 'readText'>,
  draft: Draft,
  field: 'allergies' | 'medications',
  value: string,
  by: Person,
  at: Date,
) {
  const heading = field === 'allergies' ? 'Allergies' : 'Medications';
  const read = world.readText(`${heading}: ${value}`, at);
  const sure = {
    ...read,
    findings: read.findings.map((finding) => ({ ...finding, confidence: Math.max(finding.confidence, 0.9) })),
  };
  return addNote(draft.content, sure, {
    id: world.dice.id(),
    text: `${heading}: ${value}`,
    by: by.id,
    at: at.toISOString(),
  });
}

function urgencyFrom(value: string): Urgency {
  const found = urgencies.find((one) => one === value);
  if (!found) throw new Refused('door.bad-request', 'No such urgency', { allowed: urgencies.join(', ') });
  return found;
}

function placeFrom({ house }: Pick<World, 'house'>, value: string) {
  const line = hotline(house, id<HotlineId>(value));
  if (!line) throw new Refused('hotline.unknown', `No hotline ${value}`);
  return { to: line.receiving, hotline: line.id };
}
