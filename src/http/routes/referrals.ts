import type Router from '@koa/router';
import type { Context } from 'koa';
import { actionAsked, correctionAsked, draftAsked, noteAsked, reasonAsked } from '#src/contract/referral.ts';
import { mayAct, mayAt } from '#src/domain/access/may.ts';
import { homeOf, hotlinesFrom, staffOf } from '#src/domain/house/house.ts';
import { type ClinicianId, type HotlineId, type InstitutionId, id, type ReferralId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import { onDutyNow } from '#src/domain/roster/on-duty.ts';
import { sayWhy } from '#src/usecases/access/say-why.ts';
import { beginOnce } from '#src/usecases/drafting/begin-once.ts';
import { correctDraft } from '#src/usecases/drafting/correct-draft.ts';
import { chosenHotline, type Draft } from '#src/usecases/drafting/open-draft.ts';
import { addText } from '#src/usecases/drafting/receive-note.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import { listWork } from '#src/usecases/looking/list-work.ts';
import { grantFor, type Opened, openReferral, readAll } from '#src/usecases/looking/open-referral.ts';
import { readSigning } from '#src/usecases/looking/read-signing.ts';
import { alertsOn } from '#src/usecases/safety/alerts-on.ts';
import { takeAction } from '#src/usecases/steps/take-action.ts';
import { setFollowUp } from '#src/usecases/visits/follow-ups.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { lineShape, namedPerson, namedPlace, referralShape } from '../shapes/referral-shape.ts';
import { safetyShape } from '../shapes/safety-shape.ts';
import { signingShape } from '../shapes/signing-shape.ts';
import { askerOf } from '../who.ts';

type Page = Parameters<Parameters<World['ledger']['write']>[0]>[0];
/** Work lists, one referral, its actions, and drafts. */
export function referralRoutes(router: Router, world: World): void {
  const eyesOf = (ctx: Context) => ({ house: world.house, person: askerOf(ctx).person, now: world.clock.now() });
  const which = (ctx: Context & { params?: Record<string, string> }): ReferralId =>
    id<ReferralId>(ctx.params?.['id'] ?? '');

  const write = writesForReader(world);

  /** What the screen shows after a deed of this person. */
  const shown = async (ctx: Context, page: Page, referral: ReferralId) =>
    whole(ctx, page, await readAll(page, referral, await grantFor(world, page, referral, askerOf(ctx).person)));
  const whole = async (ctx: Context, page: Page, opened: Opened) => {
    const safety = await alertsOn(world)(page, opened.referral, opened.content);
    return referralShape(opened, eyesOf(ctx), safetyShape(safety, world.house));
  };

  router.get('/api/work', async (ctx) => {
    const { person } = askerOf(ctx);
    const work = await world.ledger.read((page) => listWork(world)(page, person));
    const eyes = eyesOf(ctx);
    const lines = (list: typeof work.mine) => list.map((line) => lineShape(line, eyes));
    ctx.body = {
      mine: lines(work.mine),
      waiting: lines(work.waiting),
      overdue: lines(work.overdue),
      done: lines(work.done),
      now: eyes.now.toISOString(),
    };
  });

  router.get('/api/hotlines', (ctx) => {
    const { person } = askerOf(ctx);
    const from = mayAt(world.policy.judge, person, 'directory') ? homeOf(person) : undefined;
    const lines = from ? hotlinesFrom(world.house, from) : [];
    ctx.body = lines.map((line) => ({
      id: line.id,
      name: line.name,
      receiving: namedPlace(world.house, line.receiving),
      urgencies: [...line.urgencies],
      onDuty: onDutyNow(world.house, line.receiving, line.id).map((who) => namedPerson(world.house, who)),
    }));
  });

  router.get('/api/colleagues', (ctx) => {
    const where = id<InstitutionId>(
      String(ctx.query['institution'] ?? askerOf(ctx).person.works[0]?.institution ?? ''),
    );
    if (!mayAt(world.policy.judge, askerOf(ctx).person, 'directory', where))
      throw new Refused('institution.unknown', 'Only colleagues of your own institution');
    const onDuty = onDutyNow(world.house, where);
    ctx.body = staffOf(world.house, where, 'clinician', 'consultant', 'nurse', 'coordinator').map((one) => ({
      id: one.id,
      name: one.name,
      institution: namedPlace(world.house, where),
      onDuty: onDuty.includes(one.id),
    }));
  });

  router.get('/api/referrals/:id', async (ctx) => {
    const { person, session } = askerOf(ctx);
    ctx.body = await write(async (page) =>
      whole(
        ctx,
        page,
        await openReferral(world)(page, which(ctx), { person, tenant: session.tenant, user: session.user }),
      ),
    );
  });

  router.post('/api/referrals/:id/reasons', async (ctx) => {
    const why = await bodyOf(ctx, reasonAsked);
    const { person, session } = askerOf(ctx);
    ctx.body = await write(async (page) => {
      await sayWhy(world)(page, which(ctx), person, why);
      const reader = { person, tenant: session.tenant, user: session.user };
      return whole(ctx, page, await openReferral(world)(page, which(ctx), reader));
    });
  });

  router.get('/api/referrals/:id/signing', async (ctx) => {
    const by = askerOf(ctx).person;
    ctx.body = signingShape(await write((page) => readSigning(world)(page, which(ctx), by)), eyesOf(ctx));
  });

  router.post('/api/referrals/:id/actions', async (ctx) => {
    const asked = await bodyOf(ctx, actionAsked);
    const by = askerOf(ctx).person;
    ctx.body = await write(async (page) => {
      const { referral } = await grantFor(world, page, which(ctx), by);
      await takeAction(world)(page, {
        by,
        referral,
        action: asked.action,
        via: 'miniapp',
        version: asked.version,
        ...(asked.contentHash ? { contentHash: asked.contentHash } : {}),
        ...(asked.words ? { words: asked.words } : {}),
        ...(asked.reason ? { reason: asked.reason } : {}),
        ...(asked.at ? { at: new Date(asked.at) } : {}),
        ...(asked.person ? { person: id<ClinicianId>(asked.person) } : {}),
        ...(asked.hotline ? { hotline: id<HotlineId>(asked.hotline) } : {}),
      });
      if (asked.followUp) await setFollowUp(world)(page, referral.id, by, asked.followUp);
      return shown(ctx, page, referral.id);
    });
  });

  router.post('/api/referrals/:id/corrections', async (ctx) => {
    const { field, value, version } = await bodyOf(ctx, correctionAsked);
    const by = askerOf(ctx).person;
    ctx.body = await write(async (page) => {
      const draft = await draftOf(page, which(ctx), by);
      if (draft.referral.version !== version)
        throw new Refused('referral.changed-meanwhile', `Referral ${draft.referral.id} has changed meanwhile`, {
          code: draft.referral.code,
        });
      await correctDraft(world)(page, draft, { by, field, value });
      return shown(ctx, page, draft.referral.id);
    });
  });

  router.post('/api/referrals/:id/notes', async (ctx) => {
    const { text } = await bodyOf(ctx, noteAsked);
    const by = askerOf(ctx).person;
    ctx.body = await write(async (page) => {
      const draft = await draftOf(page, which(ctx), by);
      await addText(world)(page, draft, { by, text, at: world.clock.now() });
      return shown(ctx, page, draft.referral.id);
    });
  });

  router.post('/api/drafts', async (ctx) => {
    const { hotline: line, text = '', once = world.dice.id() } = await bodyOf(ctx, draftAsked);
    const by = askerOf(ctx).person;
    ctx.body = await write(async (page) => {
      const hotline = chosenHotline(world.house, id<HotlineId>(line));
      const { referral } = await beginOnce(world)(page, { by, hotline, text, once });
      return shown(ctx, page, referral.id);
    });
  });

  async function draftOf(page: Page, referral: ReferralId, by: ReturnType<typeof askerOf>['person']): Promise<Draft> {
    const grant = await grantFor(world, page, referral, by);
    if (!mayAct({ judge: world.policy.judge, house: world.house }, by, grant.referral, 'write'))
      throw new Refused('referral.not-yours', `Referral ${referral} is written elsewhere`, {
        code: grant.referral.code,
      });
    return { referral: grant.referral, content: await page.referrals.content(grant.referral) };
  }
}
