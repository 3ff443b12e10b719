import { hotline, institution, person, userIn } from '../../domain/house/house.ts';
import { type TenantId, type UserId } from '../../domain/ids.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Approvals } from '../../ports/approvals.ts';
import type { ErrandInHand, Outcome } from '../../ports/errands.ts';
import type { ApprovalRow } from '../../ports/ledger.ts';
import { UnknownOutcome } from '../../ports/messenger.ts';
import { applyApproval } from '../steps/apply-approval.ts';
import type { World } from '../world.ts';
import type { Does } from './run-errand.ts';
import { pauseAfter } from './run-errand.ts';

export type Approves = Pick<World, 'ledger' | 'clock' | 'house' | 'signer' | 'log'> & {
  readonly approvalsOf: (tenant: TenantId) => Approvals;
  readonly approvalTemplateOf: (tenant: TenantId) => Promise<string>;
  readonly publicUrl: () => string;
  readonly urgencyWord: (urgency: Referral['urgency']) => string;
};

/**
 * Starts the DingTalk approval of one exact version, once: "starting" is kept first, and after an unknown outcome the instance is looked up by our
 * reference before anything is started again. A referral that was settled meanwhile starts nothing.
 */
export const startApproval =
  (world: Approves): Does<'start-approval'> =>
  async ({ referral: which, contentVersion }, inHand) => {
    const row = await world.ledger.read((page) => page.referrals.get(which));
    if (!row || !waitsFor(row.referral, contentVersion)) return { is: 'done' };
    const { referral } = row;
    const line = hotline(world.house, referral.hotline);
    const originator = line && userOf(world, referral.author, line.tenant);
    const approver = line && userOf(world, askedOf(referral), line.tenant);
    if (!line || !originator || !approver) return { is: 'dropped', why: 'person.unknown' };
    const reference = `${referral.code} v${contentVersion}`;
    const template = await world.approvalTemplateOf(line.tenant);
    const approvals = world.approvalsOf(line.tenant);
    const known = await world.ledger.write(async (page) => {
      const before = await page.approvals.get(which, contentVersion);
      if (!before)
        await page.approvals.keep({
          referral: which,
          contentVersion,
          tenant: line.tenant,
          reference,
          state: 'starting',
          startedAt: world.clock.now(),
        });
      return before;
    });
    if (known?.instance) return { is: 'done' };
    const found = known ? await approvals.find(line.tenant, template, reference, known.startedAt) : undefined;
    const instance =
      found ??
      (await start(world, approvals, { tenant: line.tenant, template, originator, approver, reference, referral }));
    return keepInstance(
      {
        referral: which,
        contentVersion,
        tenant: line.tenant,
        reference,
        instance,
        state: 'running',
        startedAt: known?.startedAt ?? world.clock.now(),
      },
      inHand,
    );
  };

type Start = {
  readonly tenant: TenantId;
  readonly template: string;
  readonly originator: UserId;
  readonly approver: UserId;
  readonly reference: string;
  readonly referral: Referral;
};

async function start(world: Approves, approvals: Approvals, { referral, ...form }: Start): Promise<string> {
  const { standing } = referral;
  const hash = standing.state === 'awaiting-sign-off' ? standing.contentHash : '';
  const nameOf = (where: Referral['to']) => institution(world.house, where)?.name.en ?? where;
  const values = {
    reference: form.reference,
    from: nameOf(referral.from),
    to: nameOf(referral.to),
    urgency: world.urgencyWord(referral.urgency),
    fingerprint: hash.slice(0, 16),
    link: `${world.publicUrl()}/app/r/${referral.id}/sign`,
  };
  try {
    return (await approvals.start({ ...form, values })).instance;
  } catch (error) {
    // It may have been started: the next try finds it by its reference, so this is a pause, not a second start.
    if (error instanceof UnknownOutcome) throw new LookFirst(error);
    throw error;
  }
}

/** Thrown to come back later and look before doing it again. */
class LookFirst extends Error {
  constructor(cause: unknown) {
    super('an approval may have been started', { cause });
  }
}

const keepInstance = (row: ApprovalRow, _inHand: ErrandInHand): Outcome => ({
  is: 'done',
  keep: async (page) => {
    const before = await page.approvals.get(row.referral, row.contentVersion);
    if (before?.state !== 'settled') await page.approvals.keep(row);
    const referral = (await page.referrals.get(row.referral))?.referral;
    // Settled on the card while the approval was being started: the approval must follow.
    if (row.instance && (!referral || !waitsFor(referral, row.contentVersion))) {
      await page.send(
        {
          do: 'settle-approval',
          referral: row.referral,
          contentVersion: row.contentVersion,
          answer: referral?.signature?.contentVersion === row.contentVersion ? 'agree' : 'withdraw',
        },
        { lane: 'soon' },
      );
    }
  },
});

/** The state was reached on the card or in the mini-app: the approval in DingTalk is brought to the same end. */
export const settleApproval =
  (world: Approves): Does<'settle-approval'> =>
  async ({ referral: which, contentVersion, answer }, { tries }) => {
    const [row, referral] = await world.ledger.read(
      async (page) =>
        [await page.approvals.get(which, contentVersion), (await page.referrals.get(which))?.referral] as const,
    );
    if (!row || row.state === 'settled' || !referral) return { is: 'done' };
    if (!row.instance)
      return tries < 20
        ? { is: 'later', afterMs: pauseAfter(tries), why: 'the approval is still being started' }
        : { is: 'dropped', why: 'the approval never started' };
    const approvals = world.approvalsOf(row.tenant);
    const view = await approvals.look(row.tenant, row.instance);
    if (view.status === 'running') {
      const author = userOf(world, referral.author, row.tenant);
      if (answer === 'withdraw') {
        if (!author) return { is: 'dropped', why: 'person.unknown' };
        // DingTalk takes no withdrawal in the first 15 seconds of an instance.
        if (world.clock.now().getTime() - row.startedAt.getTime() < 16_000)
          return { is: 'later', afterMs: 16_000, why: 'too early to withdraw' };
        await approvals.withdraw(row.tenant, row.instance, author, 'Settled in Baton');
      } else if (view.openTask) {
        await approvals.decide(row.tenant, row.instance, view.openTask.user, answer, 'Decided in Baton');
      }
    }
    return { is: 'done', keep: (page) => page.approvals.keep({ ...row, state: 'settled' }) };
  };

/** An event said that something happened to an approval. Events are hints: the instance itself is looked at. */
export const lookAtApproval =
  (world: Approves): Does<'look-at-approval'> =>
  async ({ tenant, instance }, { tries }) => {
    const row = await world.ledger.read((page) => page.approvals.byInstance(tenant, instance));
    // The event may be faster than the answer to our own start; nothing of ours after a while means it is not ours.
    if (!row)
      return tries < 4 ? { is: 'later', afterMs: 1_000, why: 'not known yet' } : { is: 'dropped', why: 'not ours' };
    if (row.state === 'settled') return { is: 'done' };
    const view = await world.approvalsOf(tenant).look(tenant, instance);
    return { is: 'done', keep: (page) => applyApproval(world)(page, row, view) };
  };

const waitsFor = ({ standing }: Referral, contentVersion: number): boolean =>
  standing.state === 'awaiting-sign-off' && standing.contentVersion === contentVersion;

const askedOf = ({ standing, author }: Referral) => (standing.state === 'awaiting-sign-off' ? standing.asked : author);

function userOf({ house }: Pick<World, 'house'>, who: Referral['author'], tenant: TenantId): UserId | undefined {
  const one = person(house, who);
  return one && !one.left ? userIn(one, tenant) : undefined;
}
