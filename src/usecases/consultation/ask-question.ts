import { decide, wouldOpen } from '../../domain/access/grant.ts';
import { categoryOf, categoryOfFile } from '../../domain/access/redact.ts';
import {
  type AskedOf,
  type Consultation,
  type ConsultationId,
  mayAsk,
  mayBeAskedAbout,
  type Pin,
} from '../../domain/consultation/consultation.ts';
import { answerDue } from '../../domain/consultation/question-clock.ts';
import { person } from '../../domain/house/house.ts';
import { type ClinicianId, type InstitutionId, id, type ReferralId } from '../../domain/ids.ts';
import { clinicalRoles, deskRoles, hasRole, type Person } from '../../domain/people/person.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page, ReadingPage } from '../../ports/ledger.ts';
import { factsFor } from '../access/facts-for.ts';
import type { Said } from '../imaging/remark.ts';
import { grantFor, mustInclude } from '../looking/grant-for.ts';
import type { World } from '../world.ts';
import { keepWord } from './keep-word.ts';
import { tellAsked } from './tell-of-question.ts';

export type Asks = Pick<World, 'clock' | 'house' | 'policy' | 'dice'>;

/** What is asked, of whom (a colleague by name, or the other side), and what it points at. */
export type Question = {
  readonly of: { readonly person: ClinicianId } | { readonly side: InstitutionId };
  readonly pin?: Pin;
  /** Left out where the question is on the drawing already: then its thread is asked about as it stands. */
  readonly said?: Said;
};

/**
 * Asks a question on a referral. Who is asked is told that a question waits; the words stay sealed with the case.
 * Refuses as opening does; `person.role` for who is no doctor of either side, `referral.wrong-state` when the referral ended too long ago,
 * `consultation.not-askable` for a colleague who could not read it, `upload.not-found` for a place that is not there, `consent.scope` for one the asker may not
 * see, `referral.changed-meanwhile` when somebody asked at the same drawing, and as a voice does.
 */
export const askQuestion =
  (world: Asks) =>
  async (page: Page, which: ReferralId, by: Person, question: Question): Promise<Consultation> => {
    const grant = await grantFor(world, page, which, by);
    const { referral } = grant;
    const now = world.clock.now();
    if (!mayAsk(by, referral)) throw new Refused('person.role', `${by.id} is no doctor of referral ${which}`);
    if (!mayBeAskedAbout(referral, now))
      throw new Refused('referral.wrong-state', `Referral ${which} ended too long ago`, {
        code: referral.code,
        state: referral.standing.state,
        step: 'ask',
      });
    const content = await page.referrals.content(referral);
    const of = await askedOf(world, page, referral, content, by, question.of);
    const pin = question.pin && (await pinned(world, page, grant, content, question.pin));
    if (!question.said && pin?.on !== 'image')
      throw new Refused('referral.reason-needed', `Question on ${which} without words`, { code: referral.code });
    const one: Consultation = {
      id: id<ConsultationId>(world.dice.id()),
      referral: which,
      patient: grant.patient,
      by: by.id,
      from: grant.post.at,
      of,
      ...(pin ? { pin } : {}),
      askedAt: now,
      standing: { state: 'asked', since: now },
      version: 1,
    };
    await page.consultations.keep(one, answerDue(now, referral.urgency, world.house));
    if (question.said) await keepWord(world, page, one, by, grant.post.at, question.said, false);
    await page.happened({
      what: 'consultation',
      consultation: one.id,
      step: 'asked',
      of: of.person ?? of.at,
      at: now,
      by: { person: by.id },
      institution: grant.post.at,
      referral: which,
      patient: grant.patient,
      ground: grant.because,
    });
    await tellAsked(world, page, one, referral, 'told.question');
    return one;
  };

async function askedOf(
  world: Asks,
  page: Page,
  referral: Referral,
  content: ReferralContent,
  by: Person,
  of: Question['of'],
): Promise<AskedOf> {
  if ('side' in of) {
    if (of.side !== referral.from && of.side !== referral.to)
      throw new Refused('consultation.not-askable', `${of.side} is no side of referral ${referral.id}`);
    return { at: of.side };
  }
  const asked = person(world.house, of.person);
  const found = asked && asked.id !== by.id && (await askablePlace(world, page, referral, content, asked));
  if (!asked || !found)
    throw new Refused('consultation.not-askable', `${of.person} cannot be asked about referral ${referral.id}`);
  return { at: found, person: asked.id };
}

/** Where a colleague would answer from: somebody who cares for patients at one of the two sides and may read this referral, at the most after saying why. */
async function askablePlace(
  world: Pick<World, 'clock' | 'house' | 'policy'>,
  page: Parameters<typeof factsFor>[1],
  referral: Referral,
  content: ReferralContent,
  asked: Person,
): Promise<InstitutionId | undefined> {
  const place = [referral.to, referral.from].find((where) => hasRole(asked, where, ...clinicalRoles, ...deskRoles));
  if (!place) return undefined;
  const facts = await factsFor(world, page, referral, asked, { said: content.consent });
  const { judge } = world.policy;
  const grant = decide(judge, asked, facts);
  if (grant) return hasRole(asked, grant.post.at, ...clinicalRoles, ...deskRoles) ? grant.post.at : undefined;
  return wouldOpen(judge, asked, facts, { needSaid: true }).length > 0 ? place : undefined;
}

/** Everybody of both sides who can be asked now, those of the other side first. */
export async function askable(
  world: Pick<World, 'clock' | 'house' | 'policy'>,
  page: ReadingPage,
  referral: Referral,
  content: ReferralContent,
  asker: Person,
): Promise<readonly { readonly person: Person; readonly at: InstitutionId }[]> {
  const found: { person: Person; at: InstitutionId }[] = [];
  // The patient's decisions are the same for everybody who might be asked: they are read once.
  const consents = await page.consents.of(referral.patient);
  const emergencies = await page.emergencies.of(referral.patient);
  const asRead = {
    ...page,
    consents: { ...page.consents, of: async () => consents },
    emergencies: { ...page.emergencies, of: async () => emergencies },
  };
  for (const one of world.house.people) {
    if (one.id === asker.id || one.left) continue;
    const at = await askablePlace(world, asRead, referral, content, one);
    if (at) found.push({ person: one, at });
  }
  const isOwn = (at: InstitutionId) => asker.works.some(({ institution }) => institution === at);
  return found.toSorted((a, b) => Number(isOwn(a.at)) - Number(isOwn(b.at)));
}

/** The place that is pointed at is there, and the asker may see it. */
async function pinned(
  world: Asks,
  page: Page,
  grant: Parameters<typeof mustInclude>[1],
  content: ReferralContent,
  pin: Pin,
): Promise<Pin> {
  const nothing = () => new Refused('upload.not-found', `Nothing of that kind in referral ${grant.referral.id}`);
  switch (pin.on) {
    case 'finding': {
      const found = content.findings.find(({ type, name }) => type === pin.type && name === pin.name);
      if (!found) throw nothing();
      const part = categoryOf(found);
      if (part !== 'identity') mustInclude(world, grant, part);
      return { on: 'finding', type: found.type, name: found.name };
    }
    case 'document': {
      const found = (await page.uploads.of(grant.referral.id)).find(({ id: one }) => one === pin.upload);
      if (!found || found.state === 'withdrawn') throw nothing();
      mustInclude(world, grant, categoryOfFile(found.kind));
      return { on: 'document', upload: found.id };
    }
    case 'image': {
      mustInclude(world, grant, 'imaging');
      const drawing = await page.annotations.get(pin.annotation);
      if (!drawing || drawing.referral !== grant.referral.id || drawing.erased) throw nothing();
      if (await page.consultations.onDrawing(drawing.id))
        throw new Refused('referral.changed-meanwhile', `Somebody asks at drawing ${drawing.id} already`, {
          code: grant.referral.code,
        });
      return { on: 'image', annotation: drawing.id };
    }
  }
}
