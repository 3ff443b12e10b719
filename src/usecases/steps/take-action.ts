import { mayAct } from '../../domain/access/may.ts';
import { hotline, mustTake, person } from '../../domain/house/house.ts';
import type { ClinicianId, HotlineId } from '../../domain/ids.ts';
import { hasRole, type Person } from '../../domain/people/person.ts';
import { type ActionName, mayDo } from '../../domain/referral/actions.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import { gapsOf } from '../../domain/referral/gaps.ts';
import { type Move, move } from '../../domain/referral/moves.ts';
import { cancelReasons, declineReasons, type Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import { doctorsOnDuty } from '../../domain/roster/on-duty.ts';
import { contentHash } from '../../domain/signing/content-hash.ts';
import type { Page } from '../../ports/ledger.ts';
import { mustShare, sends } from '../consent/must-share.ts';
import { stopsAnswered } from '../safety/acknowledge-alert.ts';
import { bookFollowUps } from '../visits/follow-ups.ts';
import type { World } from '../world.ts';
import { keepStep } from './keep-step.ts';
import { signReferral } from './sign-referral.ts';

/** What a person asks for, with what must come along. `version`, `contentVersion` and `contentHash` are those that were on the screen, when the way tells. */
export type Asked = {
  readonly by: Person;
  readonly referral: Referral;
  readonly action: ActionName;
  readonly via: 'card' | 'miniapp' | 'command' | 'approval';
  readonly version?: number;
  readonly contentVersion?: number;
  readonly contentHash?: string;
  readonly words?: string;
  readonly reason?: string;
  readonly at?: Date;
  readonly person?: ClinicianId;
  readonly hotline?: HotlineId;
};

/** Takes one step in a person's name, checked against their role and the state as it is now. Asking twice is asking once. */
export const takeAction =
  (world: Pick<World, 'clock' | 'house' | 'signer' | 'policy' | 'safety' | 'dice'>) =>
  async (page: Page, asked: Asked): Promise<Referral> => {
    const { by, referral, action } = asked;
    const rules = { judge: world.policy.judge, house: world.house };
    if (!mayAct(rules, by, referral, 'know'))
      throw new Refused('referral.not-found', `No referral ${referral.code} for ${by.id}`);
    if (saysSomethingElse(asked)) {
      throw new Refused('referral.stale-card', `Referral ${referral.id} says something else by now`, {
        code: referral.code,
      });
    }
    if (isRepeat(asked)) return referral;
    if (asked.version !== undefined && asked.version !== referral.version)
      throw new Refused('referral.changed-meanwhile', `Referral ${referral.id} has changed meanwhile`, {
        code: referral.code,
      });
    // The referral's own rule says what is possible now, the house's rules who may at all.
    if (!mayDo(by, referral, action) || !mayAct(rules, by, referral, action)) throw refusalOf(asked);
    if (action === 'handover') return handOver(world, page, asked);
    if (decides(action)) await stopsAnswered(world)(page, referral, await page.referrals.content(referral));
    if (sends(action)) {
      const line = hotline(world.house, referral.hotline);
      if (line) mustTake(line);
      await mustShare(world, page, referral);
    }
    if (action === 'sign') return signReferral(world)(page, { by, referral, via: asked.via });
    const content = await page.referrals.content(referral);
    const at = world.clock.now();
    const after = move(referral, moveFor(asked, world, content, at), at);
    await keepStep(world, page, referral, after, { person: by.id }, extraFor(asked, after));
    if (action === 'answer' && after !== referral) {
      await page.referrals.keepContent(after, {
        ...content,
        outcome: { words: words(asked), by: by.id, at: at.toISOString() },
      });
      await page.send({ do: 'tell-changes', referral: after.id, word: 'outcome' }, { lane: 'now' });
    }
    if (action === 'book') await bookFollowUps(world, page, after, by.id);
    if (action === 'ask-sign-off') await page.referrals.settlePlace(referral.id);
    return after;
  };

/** What the person had before them is not what would be done: another version, or other words that wait for a signature. */
function saysSomethingElse({ referral: { contentVersion, standing }, ...asked }: Asked): boolean {
  if (asked.contentVersion !== undefined && asked.contentVersion !== contentVersion) return true;
  return (
    asked.contentHash !== undefined &&
    standing.state === 'awaiting-sign-off' &&
    asked.contentHash !== standing.contentHash
  );
}

/** Where somebody takes the treatment on themselves: a red stop wants its answer before. */
const decides = (action: ActionName): boolean => action === 'ask-sign-off' || action === 'sign' || action === 'accept';

function moveFor(asked: Asked, world: Pick<World, 'house'>, content: ReferralContent, now: Date): Move {
  const by = asked.by.id;
  switch (asked.action) {
    case 'ask-sign-off':
      return { do: 'ask-sign-off', asked: signerFor(asked, world), contentHash: readyHash(asked.referral, content) };
    case 'refuse':
      return { do: 'refuse-sign-off', by, reason: words(asked) };
    case 'accept':
    case 'resend':
    case 'revise':
    case 'close':
      return { do: asked.action, by };
    case 'decline':
      return { do: 'decline', by, reason: oneOf(declineReasons, asked.reason), words: words(asked) };
    case 'redirect':
      return { do: 'redirect', by, ...otherPlace(asked, world), words: asked.words ?? '' };
    case 'book':
      return { do: 'book', visit: { at: visitTime(asked, now), bookedBy: by } };
    case 'attended':
      return { do: 'attend', by };
    case 'missed':
      return { do: 'miss', by };
    case 'answer':
      return { do: 'answer', by };
    case 'cancel':
      return { do: 'cancel', by, because: oneOf(cancelReasons, asked.reason), words: words(asked) };
    case 'sign':
    case 'handover':
      throw new Refused('door.bad-request', `${asked.action} is no step of its own kind here`);
  }
}

/** A draft may be sent for sign-off only when nothing is missing, and never to a patient who said no. */
function readyHash(referral: Referral, content: ReferralContent): string {
  const gaps = gapsOf(content);
  if (gaps.length > 0)
    throw new Refused(
      'referral.incomplete',
      `Referral ${referral.id} lacks ${gaps.map(({ field }) => field).join(', ')}`,
      { fields: gaps.map(({ field }) => field).join(', ') },
    );
  if (!content.consent?.given)
    throw new Refused('consent.missing', `Referral ${referral.id}: the patient did not agree`, { code: referral.code });
  return contentHash(content);
}

/** The senior who signs for the sending side: the one named, the author where they may sign for themselves, else the first on duty, else the first who has not left. */
function signerFor({ by, referral, person: named }: Asked, { house }: Pick<World, 'house'>): ClinicianId {
  const signers = (house.institutions.find((one) => one.id === referral.from)?.signers ?? []).filter(
    (who) => person(house, who)?.left !== true,
  );
  if (named && signers.includes(named)) return named;
  if (signers.includes(by.id)) return by.id;
  const onDuty = doctorsOnDuty(house, referral.from);
  const first = signers.find((who) => onDuty.includes(who)) ?? signers[0];
  if (!first) throw new Refused('person.role', `Nobody signs for ${referral.from}: name a signer in institutions.yaml`);
  return first;
}

function otherPlace({ hotline: to, referral }: Asked, { house }: Pick<World, 'house'>) {
  const line = to && hotline(house, to);
  if (!line || line.receiving === referral.to)
    throw new Refused('hotline.unknown', `Referral ${referral.id}: choose another hotline`);
  return { to: mustTake(line).receiving, hotline: line.id };
}

function visitTime({ at, referral }: Asked, now: Date): Date {
  if (!at || Number.isNaN(at.getTime()))
    throw new Refused('visit.unclear-time', `Referral ${referral.id}: no time was given`);
  if (at <= now) throw new Refused('visit.in-the-past', `Referral ${referral.id}: the time lies in the past`);
  return at;
}

async function handOver(
  world: Pick<World, 'clock' | 'house'>,
  page: Page,
  { by, referral, person: to }: Asked,
): Promise<Referral> {
  const next = to && person(world.house, to);
  if (!next || !hasRole(next, referral.to, 'clinician', 'consultant', 'nurse', 'coordinator'))
    throw new Refused('person.unknown', `Referral ${referral.id}: nobody to hand over to`);
  if (referral.heldBy === next.id) return referral;
  const after: Referral = { ...referral, heldBy: next.id, version: referral.version + 1 };
  await keepStep(world, page, referral, after, { person: by.id }, { happening: { what: 'handed-over', to: next.id } });
  return after;
}

function extraFor(asked: Asked, after: Referral): Parameters<typeof keepStep>[5] {
  const { standing } = after;
  if (asked.action === 'ask-sign-off' && standing.state === 'awaiting-sign-off')
    return {
      happening: { what: 'sign-off-asked', asked: standing.asked, contentHash: standing.contentHash },
      ground: 'author',
    };
  if (asked.action === 'refuse') return { happening: { what: 'sign-off-refused' } };
  return {};
}

/** The same tap again, after it worked: no error, no second effect. */
function isRepeat({ by, referral: { standing, signature, contentVersion }, action, at }: Asked): boolean {
  switch (action) {
    case 'sign':
      return (
        signature?.by === by.id && signature.contentVersion === contentVersion && standing.state !== 'awaiting-sign-off'
      );
    case 'accept':
      return standing.state === 'accepted' && standing.by === by.id;
    case 'decline':
      return standing.state === 'declined' && standing.by === by.id;
    case 'attended':
      return standing.state === 'attended';
    case 'missed':
      return standing.state === 'did-not-attend';
    case 'close':
      return standing.state === 'closed';
    case 'cancel':
      return standing.state === 'cancelled';
    case 'ask-sign-off':
      return standing.state === 'awaiting-sign-off' && standing.contentVersion === contentVersion;
    case 'book':
      return standing.state === 'booked' && at !== undefined && standing.visit.at.getTime() === at.getTime();
    case 'refuse':
      return standing.state === 'draft' && standing.returned?.by === by.id;
    case 'answer':
    case 'redirect':
    case 'handover':
    case 'resend':
    case 'revise':
      return false;
  }
}

/** Somebody with the right to act who comes too late hears of the state; somebody without it hears that it is not theirs. */
function refusalOf({ by, referral, action }: Asked): Refused {
  const { state } = referral.standing;
  const wrongPerson =
    action === 'sign' || action === 'refuse'
      ? state === 'awaiting-sign-off'
      : hasAnyClinicalRole(by, referral) === false;
  if (wrongPerson)
    return new Refused('referral.not-yours', `${by.id} may not ${action} referral ${referral.id}`, {
      code: referral.code,
    });
  return new Refused('referral.wrong-state', `Referral ${referral.id} is ${state}: ${action} is not possible`, {
    code: referral.code,
    state,
    step: action,
  });
}

const hasAnyClinicalRole = (by: Person, referral: Referral): boolean =>
  [referral.from, referral.to].some((where) => hasRole(by, where, 'clinician', 'consultant', 'nurse', 'coordinator'));

const words = ({ words: said, referral }: Asked): string => {
  if (!said?.trim())
    throw new Refused('referral.reason-needed', `Referral ${referral.id}: words are needed`, { code: referral.code });
  return said.trim();
};

function oneOf<Word extends string>(known: readonly Word[], word: string | undefined): Word {
  const found = known.find((one) => one === word);
  if (!found) throw new Refused('referral.reason-needed', 'Choose one of the reasons', { allowed: known.join(', ') });
  return found;
}
