import { institution } from '../../domain/house/house.ts';
import type { ClinicianId, PatientId } from '../../domain/ids.ts';
import { id } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import {
  isLate,
  type Requester,
  type RequestId,
  type RequestKind,
  type RightsRequest,
  requestClock,
} from '../../domain/rights/request.ts';
import type { Page } from '../../ports/ledger.ts';
import { tellPerson } from '../emergency/tell.ts';
import type { World } from '../world.ts';
import { mustBeOf, placesFor, wordsIn } from './may.ts';
import { recallCorrected } from './recall.ts';

type Parts = Pick<World, 'clock' | 'house' | 'policy' | 'dice'>;

export type Asked = {
  /** The code of any referral of the patient that this institution has a part in. */
  readonly referral: string;
  readonly kind: RequestKind;
  readonly from: Requester;
  readonly words: string;
  /** When it came in, if that was before today. Never later than now. */
  readonly receivedAt?: Date;
};

/**
 * Takes a patient's request into the register and starts its 40 days; the privacy officer owns it and is told. Refuses `person.role`, `referral.not-found`,
 * `referral.reason-needed` without words.
 */
export const takeRequest =
  (world: Parts) =>
  async (page: Page, by: Person, asked: Asked): Promise<RightsRequest> => {
    const { at, patient } = await patientOf(world, page, by, asked.referral);
    const now = world.clock.now();
    const officer = institution(world.house, at)?.privacyOfficer ?? by.id;
    const request: RightsRequest = {
      id: id<RequestId>(world.dice.id()),
      patient,
      institution: at,
      kind: asked.kind,
      from: asked.from,
      owner: officer,
      receivedAt: asked.receivedAt && asked.receivedAt < now ? asked.receivedAt : now,
      words: wordsIn(asked.words, 'A request'),
    };
    await page.rights.keepRequest(request);
    await noteStep(page, request, 'asked', now, { person: by.id });
    const { due } = requestClock(request, now);
    await tellPerson(
      world,
      page,
      officer,
      { key: 'told.rights-asked', with: { at: due.toISOString() } },
      '/app/privacy',
    );
    return request;
  };

/** Which patient a code stands for, and at which institution of theirs this person works on it. Refuses `referral.not-found`. */
export async function patientOf(
  world: Pick<World, 'policy'>,
  page: Pick<Page, 'referrals'>,
  by: Person,
  code: string,
): Promise<{ readonly at: RightsRequest['institution']; readonly patient: PatientId }> {
  const places = placesFor(world, by, 'answer-rights');
  const row = await page.referrals.byCode(code.trim().toUpperCase());
  const at = row && [row.referral.from, row.referral.to].find((place) => places.includes(place));
  if (!row || !at) throw new Refused('referral.not-found', 'No such referral');
  return { at, patient: row.referral.patient };
}

export type Step =
  | { readonly step: 'ask-identity' | 'prove-identity' }
  | { readonly step: 'answer' | 'refuse'; readonly words: string; readonly lateReason?: string }
  | { readonly step: 'hand-over'; readonly to: ClinicianId };

/**
 * One step of a request. The clock stands only between asking for proof of identity and having it. An answer or refusal after day 40 needs its written reason, a refusal always
 * needs one. An answered correction is told to everybody who saw what was wrong. A step twice is a step once. Refuses `record.not-found`, `person.role`, `referral.reason-needed`.
 */
export const stepRequest =
  (world: Parts) =>
  async (page: Page, by: Person, which: RequestId, asked: Step): Promise<RightsRequest> => {
    const places = placesFor(world, by, 'answer-rights');
    const request = mustBeOf(await page.rights.request(which), places, `request ${which}`);
    if (request.ended) return request;
    const now = world.clock.now();
    const doer = { person: by.id };
    const keep = async (changed: RightsRequest): Promise<RightsRequest> => {
      await page.rights.keepRequest(changed);
      return changed;
    };
    switch (asked.step) {
      case 'ask-identity':
        if (request.identityAskedAt) return request;
        await noteStep(page, request, 'identity-asked', now, doer);
        return keep({ ...request, identityAskedAt: now });
      case 'prove-identity':
        if (request.identityProvedAt) return request;
        await noteStep(page, request, 'identity-proved', now, doer);
        return keep({ ...request, identityProvedAt: now });
      case 'hand-over':
        return keep({ ...request, owner: asked.to });
      case 'answer':
      case 'refuse': {
        const words = asked.step === 'refuse' ? wordsIn(asked.words, 'A refusal') : asked.words.trim();
        const late = isLate(request, now);
        const lateReason = late ? wordsIn(asked.lateReason, 'A late answer') : undefined;
        const how = asked.step === 'answer' ? ('answered' as const) : ('refused' as const);
        await noteStep(page, request, how, now, doer);
        if (how === 'answered' && request.kind === 'correction')
          await recallCorrected(world)(page, request.patient, doer);
        return keep({ ...request, ended: { at: now, by: by.id, how, words, ...(lateReason ? { lateReason } : {}) } });
      }
    }
  };

export const noteStep = (
  page: Page,
  { id: request, kind, institution: at, patient }: RightsRequest,
  step: 'asked' | 'identity-asked' | 'identity-proved' | 'answered' | 'refused' | 'warned' | 'overdue',
  now: Date,
  by: { readonly person: ClinicianId } | { readonly baton: 'clock' },
): Promise<void> =>
  page.happened({ what: 'rights', request, kind, step, at: now, by, institution: at, patient, ground: 'duty' });
