import type { ClinicianId, HotlineId, InstitutionId } from '../ids.ts';
import { Refused } from '../refused.ts';
import {
  type CancelReason,
  type DeclineReason,
  isSigned,
  type Referral,
  type Signature,
  type Standing,
  type State,
  type Visit,
} from './referral.ts';

/** One step of a referral's life. Each names its doer where a person does it. */
export type Move =
  | { readonly do: 'ask-sign-off'; readonly asked: ClinicianId; readonly contentHash: string }
  | { readonly do: 'sign'; readonly signature: Signature }
  | { readonly do: 'refuse-sign-off'; readonly by: ClinicianId; readonly reason: string }
  | { readonly do: 'revise'; readonly by: ClinicianId }
  | { readonly do: 'deliver' }
  | { readonly do: 'open'; readonly by: ClinicianId }
  | { readonly do: 'accept'; readonly by: ClinicianId }
  | { readonly do: 'decline'; readonly by: ClinicianId; readonly reason: DeclineReason; readonly words: string }
  | {
      readonly do: 'redirect';
      readonly by: ClinicianId;
      readonly to: InstitutionId;
      readonly hotline: HotlineId;
      readonly words: string;
    }
  | { readonly do: 'resend'; readonly by: ClinicianId }
  | { readonly do: 'book'; readonly visit: Visit }
  | { readonly do: 'attend'; readonly by: ClinicianId }
  | { readonly do: 'miss'; readonly by: ClinicianId }
  | { readonly do: 'answer'; readonly by: ClinicianId }
  | { readonly do: 'close'; readonly by: ClinicianId }
  | { readonly do: 'cancel'; readonly by: ClinicianId; readonly because: CancelReason; readonly words: string };

export type MoveName = Move['do'];

/** Which steps each state allows. Nothing closes without an answer, a decline that was read, or a missed visit that was dealt with. */
export const allowed: Readonly<Record<State, readonly MoveName[]>> = {
  draft: ['ask-sign-off', 'cancel'],
  'awaiting-sign-off': ['sign', 'refuse-sign-off', 'revise', 'cancel'],
  sent: ['deliver', 'open', 'accept', 'decline', 'redirect', 'cancel'],
  delivered: ['open', 'accept', 'decline', 'redirect', 'cancel'],
  opened: ['accept', 'decline', 'redirect', 'cancel'],
  accepted: ['book', 'answer', 'decline', 'redirect', 'cancel'],
  declined: ['revise', 'close', 'cancel'],
  redirected: ['resend', 'revise', 'cancel'],
  booked: ['book', 'attend', 'miss', 'cancel'],
  attended: ['answer', 'book', 'cancel'],
  'did-not-attend': ['book', 'answer', 'close', 'cancel'],
  answered: ['book', 'close'],
  closed: [],
  cancelled: [],
};

export const mayMove = (referral: Referral, name: MoveName): boolean => allowed[referral.standing.state].includes(name);

/** The state this step leads to has been reached by this very step already: a second tap, a redelivered event. */
function alreadyDone({ standing }: Referral, move: Move): boolean {
  switch (move.do) {
    case 'ask-sign-off':
      return standing.state === 'awaiting-sign-off' && standing.contentHash === move.contentHash;
    case 'deliver':
      return !['draft', 'awaiting-sign-off', 'sent'].includes(standing.state);
    case 'open':
      return !['draft', 'awaiting-sign-off', 'sent', 'delivered'].includes(standing.state);
    case 'accept':
      return standing.state === 'accepted' && standing.by === move.by;
    case 'decline':
      return standing.state === 'declined' && standing.by === move.by;
    case 'book':
      return standing.state === 'booked' && standing.visit.at.getTime() === move.visit.at.getTime();
    case 'attend':
      return standing.state === 'attended';
    case 'miss':
      return standing.state === 'did-not-attend';
    case 'answer':
      return standing.state === 'answered' && standing.by === move.by;
    case 'close':
      return standing.state === 'closed';
    case 'cancel':
      return standing.state === 'cancelled';
    case 'redirect':
      return standing.state === 'redirected' && standing.to === move.to && standing.by === move.by;
    case 'sign':
    case 'refuse-sign-off':
    case 'revise':
    case 'resend':
      return false;
  }
}

/**
 * Takes one step. Doing it twice is doing it once. Refuses `referral.wrong-state`, and for a signature
 * `referral.not-yours` (somebody else was asked) or `referral.stale-card` (another version was shown).
 */
export function move(referral: Referral, step: Move, at: Date): Referral {
  if (step.do === 'sign' && referral.signature?.signature === step.signature.signature) return referral;
  if (alreadyDone(referral, step)) return referral;
  if (!mayMove(referral, step.do)) throw wrongState(referral, step.do);
  const next = { ...referral, version: referral.version + 1 };
  switch (step.do) {
    case 'ask-sign-off':
      return stand(next, {
        state: 'awaiting-sign-off',
        since: at,
        asked: step.asked,
        contentHash: step.contentHash,
        contentVersion: referral.contentVersion,
      });
    case 'sign':
      return sign(next, step.signature, at);
    case 'refuse-sign-off':
      if (!step.reason.trim())
        throw new Refused('referral.reason-needed', `Referral ${referral.id}: a refusal needs a reason`);
      return withoutSignature(
        stand(next, { state: 'draft', since: at, returned: { by: step.by, reason: step.reason, at } }),
      );
    case 'revise':
      return withoutSignature(stand(next, { state: 'draft', since: at }));
    case 'deliver':
      return stand(next, { state: 'delivered', since: at });
    case 'open':
      return stand(next, { state: 'opened', since: at, by: step.by });
    case 'accept':
      return { ...stand(next, { state: 'accepted', since: at, by: step.by }), heldBy: step.by };
    case 'decline':
      if (!step.words.trim())
        throw new Refused('referral.reason-needed', `Referral ${referral.id}: a decline needs a reason in words`);
      return stand(next, { state: 'declined', since: at, by: step.by, reason: step.reason, words: step.words });
    case 'redirect':
      return stand(next, {
        state: 'redirected',
        since: at,
        by: step.by,
        to: step.to,
        hotline: step.hotline,
        words: step.words,
      });
    case 'resend':
      return resend(next, at);
    case 'book':
      if (step.visit.at.getTime() <= at.getTime())
        throw new Refused('visit.in-the-past', `Referral ${referral.id}: the visit lies in the past`);
      return stand(next, { state: 'booked', since: at, visit: step.visit });
    case 'attend':
      return stand(next, { state: 'attended', since: at, visit: visitOf(referral), by: step.by });
    case 'miss':
      return stand(next, { state: 'did-not-attend', since: at, visit: visitOf(referral), by: step.by, times: 1 });
    case 'answer':
      return stand(next, { state: 'answered', since: at, by: step.by });
    case 'close':
      return stand(next, { state: 'closed', since: at, by: step.by, because: closingReason(referral.standing.state) });
    case 'cancel':
      // "The patient said no" is a whole reason; every other one needs words.
      if (!step.words.trim() && step.because !== 'patient-refused')
        throw new Refused('referral.reason-needed', `Referral ${referral.id}: a withdrawal needs a reason in words`);
      return stand(next, { state: 'cancelled', since: at, by: step.by, because: step.because, words: step.words });
  }
}

const stand = (referral: Referral, standing: Standing): Referral => ({ ...referral, standing });

const withoutSignature = ({ signature: _gone, ...rest }: Referral): Referral => rest;

function sign(referral: Referral, signature: Signature, at: Date): Referral {
  const { standing } = referral;
  if (standing.state !== 'awaiting-sign-off') throw wrongState(referral, 'sign');
  if (standing.asked !== signature.by)
    throw new Refused('referral.not-yours', `Referral ${referral.id} waits for a different clinician`);
  if (standing.contentHash !== signature.contentHash || standing.contentVersion !== signature.contentVersion) {
    throw new Refused(
      'referral.stale-card',
      `Referral ${referral.id}: what was shown is not version ${standing.contentVersion}`,
    );
  }
  return { ...stand(referral, { state: 'sent', since: at }), signature, firstSentAt: referral.firstSentAt ?? at };
}

function resend(referral: Referral, at: Date): Referral {
  const { standing } = referral;
  if (standing.state !== 'redirected') throw wrongState(referral, 'resend');
  if (!isSigned(referral)) throw wrongState(referral, 'resend');
  const { heldBy: _released, ...free } = referral;
  return stand({ ...free, to: standing.to, hotline: standing.hotline }, { state: 'sent', since: at });
}

function visitOf({ id, standing }: Referral): Visit {
  if (standing.state === 'booked') return standing.visit;
  throw new Refused('referral.wrong-state', `Referral ${id} has no booked visit`);
}

function closingReason(from: State): 'answer-read' | 'decline-read' | 'discharged-after-missed-visit' {
  if (from === 'declined') return 'decline-read';
  return from === 'did-not-attend' ? 'discharged-after-missed-visit' : 'answer-read';
}

const wrongState = (referral: Referral, step: MoveName) =>
  new Refused(
    'referral.wrong-state',
    `Referral ${referral.id} is ${referral.standing.state}: ${step} is not possible now`,
    { state: referral.standing.state, step },
  );
