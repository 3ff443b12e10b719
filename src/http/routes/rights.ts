import type Router from '@koa/router';
import type { Context } from 'koa';
import {
  breachAsked,
  breachDecided,
  erasureAsked,
  holdAsked,
  requestAsked,
  requestStepAsked,
  whoIsWhoAsked,
} from '#src/contract/privacy.ts';
import { type ClinicianId, type Id, type InstitutionId, id } from '#src/domain/ids.ts';
import { languages } from '#src/domain/people/person.ts';
import type { BreachId, Selection } from '#src/domain/rights/breach.ts';
import type { Processor } from '#src/domain/rights/processor.ts';
import type { RequestId } from '#src/domain/rights/request.ts';
import type { HoldId } from '#src/domain/rights/retention.ts';
import { closeBreach, drillBreach, noteBreach } from '#src/usecases/rights/breaches.ts';
import { openDesk, watchTrail } from '#src/usecases/rights/desk.ts';
import { type Erasing, eraseOnRequest, finishErasures, liftHold, setHold } from '#src/usecases/rights/erasing.ts';
import { exportRegister, type Given, giveAnswer } from '#src/usecases/rights/give.ts';
import { exportProcessors } from '#src/usecases/rights/processors.ts';
import { type Step, stepRequest, takeRequest } from '#src/usecases/rights/requests.ts';
import { settleWhoIsWho } from '#src/usecases/rights/who-is-who.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { deskShape } from '../shapes/privacy-shape.ts';
import { askerOf } from '../who.ts';

export type RightsParts = {
  readonly erasing: Erasing;
  readonly papers: Parameters<typeof giveAnswer>[1];
  readonly forMachines: Parameters<typeof giveAnswer>[2];
  readonly watch: Parameters<typeof watchTrail>[1];
  readonly processors: readonly Processor[];
};

/** Patients' requests, legal holds, erasure, the trail's standing and the register of breaches: the privacy officer's desk. */
export function rightsRoutes(
  router: Router,
  world: World,
  { erasing, papers, forMachines, watch, processors }: RightsParts,
): void {
  const { ledger, house, clock } = world;
  /** Every change answers with the whole desk as it is afterwards. */
  const desk = async (ctx: Context) => {
    const { person } = askerOf(ctx);
    const trail = (await watchTrail(world, watch)(person)).map(({ lastAt, ...one }) => ({
      ...one,
      ...(lastAt ? { lastAt: lastAt.toISOString() } : {}),
    }));
    ctx.body = await ledger.read(async (page) =>
      deskShape(page, await openDesk(world, erasing.years)(page, person), trail, house, clock.now(), processors),
    );
  };
  const file = (ctx: Context, { name, bytes }: Given) => {
    ctx.attachment(name);
    ctx.body = Buffer.from(bytes);
  };

  router.get('/api/privacy', desk);

  router.post('/api/privacy/requests', async (ctx) => {
    const { receivedAt, ...asked } = await bodyOf(ctx, requestAsked);
    await ledger.write((page) =>
      takeRequest(world)(page, askerOf(ctx).person, {
        ...asked,
        ...(receivedAt ? { receivedAt: new Date(receivedAt) } : {}),
      }),
    );
    await desk(ctx);
  });

  router.post('/api/privacy/requests/:id', async (ctx) => {
    const asked = await bodyOf(ctx, requestStepAsked);
    await ledger.write((page) => stepRequest(world)(page, askerOf(ctx).person, of<RequestId>(ctx), stepOf(asked)));
    await desk(ctx);
  });

  const give = async (ctx: Context, what: 'who-looked' | 'copy', as: 'pdf' | 'json') => {
    const { person } = askerOf(ctx);
    const language = languages.find((one) => one === ctx.query['language']) ?? person.language;
    file(ctx, await giveAnswer(world, papers, forMachines)(person, of<RequestId>(ctx), { what, as, language }));
  };
  router.get('/api/privacy/requests/:id/who-looked.pdf', (ctx) => give(ctx, 'who-looked', 'pdf'));
  router.get('/api/privacy/requests/:id/who-looked.json', (ctx) => give(ctx, 'who-looked', 'json'));
  router.get('/api/privacy/requests/:id/copy.pdf', (ctx) => give(ctx, 'copy', 'pdf'));
  router.get('/api/privacy/requests/:id/copy.json', (ctx) => give(ctx, 'copy', 'json'));

  const register = async (ctx: Context, as: 'csv' | 'json') =>
    file(ctx, await ledger.read((page) => exportRegister(world)(page, askerOf(ctx).person, as)));
  router.get('/api/privacy/register.csv', (ctx) => register(ctx, 'csv'));
  router.get('/api/privacy/register.json', (ctx) => register(ctx, 'json'));

  const processorsAs = async (ctx: Context, as: 'csv' | 'json') =>
    file(ctx, await ledger.write((page) => exportProcessors(world, processors)(page, askerOf(ctx).person, as)));
  router.get('/api/privacy/processors.csv', (ctx) => processorsAs(ctx, 'csv'));
  router.get('/api/privacy/processors.json', (ctx) => processorsAs(ctx, 'json'));

  router.post('/api/privacy/identities', async (ctx) => {
    const asked = await bodyOf(ctx, whoIsWhoAsked);
    await ledger.write((page) => settleWhoIsWho(world)(page, askerOf(ctx).person, asked));
    await desk(ctx);
  });
  router.post('/api/privacy/holds', async (ctx) => {
    const asked = await bodyOf(ctx, holdAsked);
    await ledger.write((page) => setHold(world)(page, askerOf(ctx).person, asked));
    await desk(ctx);
  });
  router.post('/api/privacy/holds/:id/lift', async (ctx) => {
    await ledger.write((page) => liftHold(world)(page, askerOf(ctx).person, of<HoldId>(ctx)));
    await desk(ctx);
  });
  router.post('/api/privacy/erasures', async (ctx) => {
    const { referral } = await bodyOf(ctx, erasureAsked);
    await ledger.write((page) => eraseOnRequest(world)(page, askerOf(ctx).person, referral));
    await finishErasures(world, erasing)();
    await desk(ctx);
  });

  router.post('/api/privacy/breaches', async (ctx) => {
    const asked = await bodyOf(ctx, breachAsked);
    await ledger.write((page) =>
      noteBreach(world)(page, askerOf(ctx).person, {
        institution: id<InstitutionId>(asked.institution),
        foundAt: new Date(asked.foundAt),
        facts: asked.facts,
        // Parts that were left out are left out, not undefined.
        select: JSON.parse(JSON.stringify(asked.select)) as Selection,
      }),
    );
    await desk(ctx);
  });
  router.get('/api/privacy/breaches/:id/drill', async (ctx) => {
    ctx.body = await ledger.read((page) => drillBreach(world)(page, askerOf(ctx).person, of<BreachId>(ctx)));
  });
  router.post('/api/privacy/breaches/:id/close', async (ctx) => {
    const decided = await bodyOf(ctx, breachDecided);
    await ledger.write((page) => closeBreach(world)(page, askerOf(ctx).person, of<BreachId>(ctx), decided));
    await desk(ctx);
  });
}

const of = <Which extends Id<string>>(ctx: Context & { params?: Record<string, string> }): Which =>
  id<Which>(ctx.params?.['id'] ?? '');

function stepOf(asked: Awaited<ReturnType<typeof requestStepAsked.parse>>): Step {
  switch (asked.step) {
    case 'hand-over':
      return { step: 'hand-over', to: id<ClinicianId>(asked.to) };
    case 'answer':
    case 'refuse':
      return {
        step: asked.step,
        words: asked.words,
        ...(asked.lateReason ? { lateReason: asked.lateReason } : {}),
      };
    default:
      return { step: asked.step };
  }
}
