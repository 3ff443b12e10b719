import type Router from '@koa/router';
import type { Context } from 'koa';
import { renderSVG } from 'uqr';
import { type ConsentAsked, consentAsked, type TicketShown, ticketAsked } from '#src/contract/consent.ts';
import { mayAct } from '#src/domain/access/may.ts';
import type { HowGiven } from '#src/domain/consent/consent.ts';
import { yearsLater } from '#src/domain/consent/hong-kong-dates.ts';
import { type ClinicianId, id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import { decideOnReferral, heardBy } from '#src/usecases/consent/record-for-referral.ts';
import { makeTicket } from '#src/usecases/consent/tickets.ts';
import { withdrawConsent } from '#src/usecases/consent/withdraw-consent.ts';
import type { Page } from '#src/usecases/page.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { consentShape } from '../shapes/consent-shape.ts';
import { askerOf } from '../who.ts';

/** What a patient decided about one referral: seen, recorded, taken back, or asked for on the patient's own page. */
export function consentRoutes(router: Router, world: World, address: () => string): void {
  const rules = { judge: world.policy.judge, house: world.house };

  router.get('/api/referrals/:id/consent', async (ctx) => {
    ctx.body = await world.ledger.write(async (page) => panel(ctx, page, await heldFor(ctx, page, 'know')));
  });

  router.post('/api/referrals/:id/consent', async (ctx) => {
    const asked = await bodyOf(ctx, consentAsked);
    const { person } = askerOf(ctx);
    ctx.body = await world.ledger.write(async (page) => {
      const referral = await heldFor(ctx, page);
      await decideOnReferral(world)(page, referral, {
        decision: asked.decision,
        ...(asked.parts && asked.decision === 'given' ? { categories: asked.parts } : {}),
        how: howOf(asked, person.id),
        by: person.id,
        ...(asked.years ? { until: yearsLater(world.clock.now(), asked.years) } : {}),
      });
      return panel(ctx, page, referral);
    });
  });

  router.post('/api/referrals/:id/consent/withdraw', async (ctx) => {
    const { person } = askerOf(ctx);
    ctx.body = await world.ledger.write(async (page) => {
      const referral = await heldFor(ctx, page);
      const given = (await page.consents.of(referral.patient)).filter(
        (one) => one.decision === 'given' && !one.replaced && one.referral === referral.id,
      );
      await withdrawConsent(world)(page, {
        patient: referral.patient,
        consents: given.map(({ id: which }) => which),
        by: person.id,
        institution: person.works.some(({ institution }) => institution === referral.from)
          ? referral.from
          : referral.to,
      });
      return panel(ctx, page, referral);
    });
  });

  router.post('/api/referrals/:id/consent/ticket', async (ctx) => {
    const { kind } = await bodyOf(ctx, ticketAsked);
    ctx.body = await world.ledger.write(async (page): Promise<TicketShown> => {
      const referral = await heldFor(ctx, page);
      const { ticket, token, code } = await makeTicket(world)(page, referral, kind, askerOf(ctx).person.id);
      const url = `${address()}/p/t/${token}`;
      return {
        url,
        code,
        address: `${address()}/p`,
        svg: renderSVG(url, { ecc: 'M', border: 2 }),
        ...(ticket.until ? { until: ticket.until.toISOString() } : {}),
      };
    });
  });

  /** The referral, held, for somebody who may; to everybody else there is none. */
  async function heldFor(ctx: Context, page: Page, action: 'know' | 'record-consent' = 'record-consent') {
    const which = id<ReferralId>(paramOf(ctx));
    const row = await page.referrals.hold(which);
    if (!row || !mayAct(rules, askerOf(ctx).person, row.referral, action))
      throw new Refused('referral.not-found', `No referral ${which}`);
    return row.referral;
  }

  async function panel(ctx: Context, page: Page, before: { readonly id: ReferralId }) {
    const row = await page.referrals.get(before.id);
    if (!row) throw new Refused('referral.not-found', `No referral ${before.id}`);
    const { consent, identity } = await page.referrals.content(row.referral);
    return consentShape({
      referral: row.referral,
      decisions: await page.consents.of(row.referral.patient),
      said: consent,
      birth: identity.birth,
      mayRecord: mayAct(rules, askerOf(ctx).person, row.referral, 'record-consent'),
      house: world.house,
      now: world.clock.now(),
    });
  }

  function howOf({ way, witness, form, substitute }: ConsentAsked, by: ClinicianId): HowGiven {
    if (way === 'signed-form') return { way, ...(form ? { form: id<UploadId>(form) } : {}) };
    if (way === 'spoken') return heardBy(world, by, witness);
    if (!substitute) throw new Refused('consent.substitute', 'Nobody was named as substitute');
    return { way, ...substitute };
  }
}

const paramOf = (ctx: Context & { params?: Record<string, string> }): string => ctx.params?.['id'] ?? '';
