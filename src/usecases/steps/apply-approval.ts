import { type House, person, personByUser } from '../../domain/house/house.ts';
import { move } from '../../domain/referral/moves.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { ApprovalView } from '../../ports/approvals.ts';
import type { ApprovalRow, Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { keepStep } from './keep-step.ts';
import { signReferral } from './sign-referral.ts';

/**
 * What DingTalk's approval says becomes so, unless it is so already: the card and the approval lead to one state, whichever comes first.
 * An approval about an older version changes nothing and is only settled.
 */
export const applyApproval =
  (world: Pick<World, 'clock' | 'house' | 'signer' | 'log'>) =>
  async (page: Page, row: ApprovalRow, view: ApprovalView): Promise<void> => {
    if (view.status === 'running') return;
    await page.approvals.keep({ ...row, instance: view.instance, state: 'settled' });
    const held = await page.referrals.hold(row.referral);
    if (!held || !isAbout(held.referral, row)) return;
    if (view.status === 'agreed') await agreed(world, page, row, held.referral, view);
    else await returned(world, page, row, held.referral, view);
  };

const isAbout = ({ standing }: Referral, row: ApprovalRow): boolean =>
  standing.state === 'awaiting-sign-off' && standing.contentVersion === row.contentVersion;

async function agreed(
  world: Pick<World, 'clock' | 'house' | 'signer' | 'log'>,
  page: Page,
  row: ApprovalRow,
  referral: Referral,
  view: ApprovalView,
): Promise<void> {
  const by = deciderOf(world.house, row, view);
  try {
    if (!by) throw new Refused('person.unknown', `The approval of ${referral.id} was decided by nobody Baton knows`);
    await signReferral(world)(page, { by, referral, via: 'approval' });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // The approval was agreed by somebody who was not asked (passed on inside DingTalk): it cannot become a signature, so the author decides again.
    world.log.warn({ referral: referral.id, code: error.code }, 'an approval did not become a signature');
    const after = move(referral, { do: 'revise', by: referral.author }, world.clock.now());
    await keepStep(
      world,
      page,
      referral,
      after,
      { baton: 'dingtalk' },
      { happening: { what: 'refused', deed: 'sign', code: error.code } },
    );
  }
}

async function returned(
  world: Pick<World, 'clock' | 'house'>,
  page: Page,
  row: ApprovalRow,
  referral: Referral,
  view: ApprovalView,
): Promise<void> {
  const at = world.clock.now();
  const by = deciderOf(world.house, row, view);
  const step =
    view.status === 'refused' && by
      ? ({ do: 'refuse-sign-off', by: by.id, reason: view.remark?.trim() || '–' } as const)
      : ({ do: 'revise', by: referral.author } as const);
  await keepStep(
    world,
    page,
    referral,
    move(referral, step, at),
    by ? { person: by.id } : { baton: 'dingtalk' },
    view.status === 'refused' ? { happening: { what: 'sign-off-refused' } } : {},
  );
}

const deciderOf = (house: House, row: ApprovalRow, view: ApprovalView) => {
  const found = view.decidedBy && personByUser(house, row.tenant, view.decidedBy);
  // Whoever is switched off decides nothing, whatever DingTalk still shows them.
  return found && !found.left ? person(house, found.id) : undefined;
};
