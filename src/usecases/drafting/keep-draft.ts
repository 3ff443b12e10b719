import type { Doer } from '../../domain/happening.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { type Bare, keepStep } from '../steps/keep-step.ts';
import type { World } from '../world.ts';
import type { Draft } from './open-draft.ts';
import { settlePatient } from './settle-patient.ts';

/** Keeps what a draft now says, as a new version of its content. Refuses `referral.wrong-state` once it awaits its signature or is sent. */
export async function keepDraft(
  world: Pick<World, 'clock' | 'dice' | 'house'>,
  page: Page,
  before: Draft,
  said: ReferralContent,
  by: Doer,
  changes: Partial<Pick<Referral, 'urgency' | 'to' | 'hotline'>>,
  happening: (contentVersion: number) => Bare,
): Promise<Draft> {
  if (before.referral.standing.state !== 'draft') {
    throw new Refused('referral.wrong-state', `Referral ${before.referral.id} is no draft any more`, {
      state: before.referral.standing.state,
      step: 'add',
    });
  }
  const { referral: settled, content } = await settlePatient(world, page, before.referral, said, by);
  const contentVersion = before.referral.contentVersion + 1;
  const after: Referral = { ...settled, ...changes, version: before.referral.version + 1, contentVersion };
  await keepStep(world, page, before.referral, after, by, { happening: happening(contentVersion), ground: 'author' });
  await page.referrals.keepContent(after, content);
  return { referral: after, content };
}
