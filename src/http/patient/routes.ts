import type Router from '@koa/router';
import type { Context } from 'koa';
import { type Category, categories } from '#src/domain/consent/category.ts';
import { ticketStanding } from '#src/domain/consent/ticket.ts';
import { institution, person } from '#src/domain/house/house.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { Refused } from '#src/domain/refused.ts';
import { decideByTicket, type Receipt, referralOf, withdrawByTicket } from '#src/usecases/consent/by-ticket.ts';
import { findTicket, type Proof, proveTicket, withdrawable } from '#src/usecases/consent/tickets.ts';
import { tellOnPage } from '#src/usecases/emergency/tell-on-page.ts';
import type { Page } from '#src/usecases/page.ts';
import type { World } from '#src/usecases/world.ts';
import { bytesOf } from '../body.ts';
import { look } from './look.ts';
import { fewTries } from './pace.ts';
import {
  askPage,
  codePage,
  type Gone,
  gonePage,
  minePage,
  type ReceiptFacts,
  type ReferralScene,
  receiptPage,
  type Scene,
  type Wording,
  yearPage,
} from './pages.ts';
import { languageFor, sayIn } from './words/words.ts';

export type PatientParts = {
  readonly world: World;
  readonly wording: Wording;
  /** The address patients can reach, for the receipt. */
  readonly address: () => string;
  /** Tries a minute from one address; a clinic's patients may share one. */
  readonly tries?: number;
};

/** No script, no frame, nothing from elsewhere, and forms that go nowhere but here. */
const policy =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The patient's own page. It needs no DingTalk, no account and no script: a link or a code, and the year of birth. */
export function patientRoutes(router: Router, { world, wording, address, tries = 30 }: PatientParts): void {
  const mayTry = fewTries(tries, tries * 10);

  router.use('/p', async (ctx, next) => {
    ctx.set({ 'content-security-policy': policy, 'cache-control': 'no-store' });
    await next();
  });

  router.get('/p/look.css', (ctx) => {
    ctx.set('cache-control', 'public, max-age=3600');
    ctx.type = 'text/css';
    ctx.body = look;
  });

  router.get('/p', (ctx) => show(ctx, 200, codePage(sceneOf(ctx))));

  router.post('/p', async (ctx) => {
    const code = (await formOf(ctx)).get('code')?.replace(/\D/g, '') ?? '';
    if (!mayTry(ctx.ip)) return show(ctx, 429, gonePage(sceneOf(ctx), 'busy'));
    const found = code.length === 8 && (await world.ledger.read((page) => page.tickets.byCode(code)));
    if (!found) return show(ctx, 404, codePage(sceneOf(ctx), sayIn(sceneOf(ctx).language)('gone.unknown')));
    ctx.status = 303;
    ctx.redirect(`/p/t/${code}?l=${sceneOf(ctx).language}`);
  });

  router.get('/p/t/:key', async (ctx) => {
    if (!mayTry(ctx.ip)) return show(ctx, 429, gonePage(sceneOf(ctx), 'busy'));
    const ticket = await world.ledger.write((page) => findTicket(page, keyOf(ctx)));
    const standing = ticket ? ticketStanding(ticket, world.clock.now()) : 'unknown';
    return standing === 'open' ? show(ctx, 200, yearPage(sceneOf(ctx))) : gone(ctx, standing);
  });

  router.post('/p/t/:key', async (ctx) => {
    const year = (await formOf(ctx)).get('year') ?? '';
    if (!mayTry(ctx.ip)) return show(ctx, 429, gonePage(sceneOf(ctx), 'busy'));
    const scene = sceneOf(ctx);
    await world.ledger.write(async (page) => {
      const proof = await proveTicket(world)(page, keyOf(ctx), year);
      if (proof.is === 'no') return gone(ctx, proof.standing);
      if (proof.is === 'wrong')
        return show(ctx, 403, yearPage(scene, sayIn(scene.language)('year.wrong', { left: proof.left })));
      return show(ctx, 200, await provedPage(ctx, page, proof));
    });
  });

  router.post('/p/t/:key/decide', async (ctx) => {
    const form = await formOf(ctx);
    const proof = form.get('proof') ?? '';
    const choice = form.get('choice');
    const parts = partsIn(form);
    if (choice === 'some' && parts.length === 0) return askAgain(ctx, proof);
    if (choice !== 'all' && choice !== 'some' && choice !== 'no') return gone(ctx, 'unknown');
    await answering(ctx, async (page) => {
      const receipt = await decideByTicket(world)(page, keyOf(ctx), proof, {
        decision: choice === 'no' ? 'refused' : 'given',
        ...(choice === 'some' ? { parts } : {}),
      });
      return showReceipt(ctx, receipt, choice === 'no' ? 'no' : 'yes');
    });
  });

  router.post('/p/t/:key/withdraw', async (ctx) => {
    const proof = (await formOf(ctx)).get('proof') ?? '';
    await answering(ctx, async (page) =>
      showReceipt(ctx, await withdrawByTicket(world)(page, keyOf(ctx), proof), 'withdrawn'),
    );
  });

  async function provedPage(ctx: Context, page: Page, { ticket, proof }: Extract<Proof, { is: 'proved' }>) {
    const referral = await referralOf(page, ticket);
    const scene = about(sceneOf(ctx), referral);
    const emergencies = (await tellOnPage(world)(page, ticket.patient)).map(
      ({ person: who, institution: where, openedAt: at, ground, more }) => ({
        who: nameOf(who),
        where: placeOf(where),
        at,
        ground,
        more: more !== undefined,
      }),
    );
    if (ticket.kind === 'decide') return askPage(scene, wording, proof, { emergencies });
    const all = await page.consents.of(ticket.patient);
    const live = await withdrawable(page, referral);
    const trail = await page.trail.of(referral.id);
    const looks = new Map<string, Date>();
    for (const one of trail)
      if (
        (one.what === 'seen' || one.what === 'record-opened') &&
        'person' in one.by &&
        isAt(one.by.person, referral.to)
      )
        looks.set(one.by.person, one.at);
    const withdrawnAt = all.findLast((one) => one.referral === referral.id && one.withdrawn)?.withdrawn?.at;
    return minePage(
      scene,
      {
        parts: [...new Set(all.filter(({ id }) => live.includes(id)).flatMap(({ categories: named }) => named))],
        looks: [...looks].map(([who, at]) => ({ who: nameOf(who), at })),
        emergencies,
        ...(withdrawnAt ? { withdrawnAt } : {}),
      },
      proof,
    );
  }

  /** Chose "some" and ticked none: asked again, and nothing is decided. */
  const askAgain = (ctx: Context, proof: string) =>
    world.ledger.write(async (page) => {
      const ticket = await findTicket(page, keyOf(ctx));
      if (
        !ticket ||
        ticket.proof !== proof ||
        ticket.kind !== 'decide' ||
        ticketStanding(ticket, world.clock.now()) !== 'open'
      )
        return gone(ctx, 'unknown');
      const scene = about(sceneOf(ctx), await referralOf(page, ticket));
      return show(ctx, 422, askPage(scene, wording, proof, { wrong: sayIn(scene.language)('ask.none-chosen') }));
    });

  /** A refusal is a page that explains; nothing of the deed stays. */
  async function answering(ctx: Context, work: (page: Page) => Promise<void>): Promise<void> {
    if (!mayTry(ctx.ip)) return show(ctx, 429, gonePage(sceneOf(ctx), 'busy'));
    try {
      await world.ledger.write(work);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'consent.needs-substitute') return gone(ctx, 'child');
      const ticket = await world.ledger.read((page) => findTicket(page as Page, keyOf(ctx)));
      const standing = ticket ? ticketStanding(ticket, world.clock.now()) : 'unknown';
      return gone(ctx, standing === 'open' ? 'unknown' : standing);
    }
  }

  function showReceipt(ctx: Context, { referral, consents, at, takeBack }: Receipt, what: ReceiptFacts['what']): void {
    const base = address();
    show(
      ctx,
      200,
      receiptPage(about(sceneOf(ctx), referral), {
        what,
        at,
        parts: consents.flatMap(({ categories: named }) => named),
        version: consents[0]?.wording ?? wording.version,
        ...(takeBack
          ? { takeBack: { link: `${base}/p/t/${takeBack.token}`, code: takeBack.code, address: `${base}/p` } }
          : {}),
      }),
    );
  }

  const gone = (ctx: Context, why: Gone): void =>
    show(ctx, why === 'unknown' ? 404 : why === 'child' ? 422 : 410, gonePage(sceneOf(ctx), why));
  const about = (scene: Scene, referral: Referral): ReferralScene => ({
    ...scene,
    from: placeOf(referral.from),
    to: placeOf(referral.to),
    asker: nameOf(referral.author),
    code: referral.code,
  });
  const placeOf = (where: Referral['to']) => institution(world.house, where)?.name ?? { en: where, zhHant: where };
  const nameOf = (who: string) => world.house.people.find(({ id }) => id === who)?.name ?? { en: who, zhHant: who };
  const isAt = (who: Referral['author'], where: Referral['to']): boolean =>
    person(world.house, who)?.works.some(({ institution: at }) => at === where) ?? false;
}

const keyOf = (ctx: Context & { params?: Record<string, string> }): string => (ctx.params?.['key'] ?? '').slice(0, 80);

/** Where the page stands: after a step it is still the page of its ticket. */
const sceneOf = (ctx: Context): Scene => ({
  language: languageFor(ctx.query['l'], ctx.get('accept-language')),
  here: ctx.path.replace(/\/(decide|withdraw)$/, '').replace(/[^\w/-]/g, ''),
});

const partsIn = (form: URLSearchParams): readonly Category[] =>
  categories.filter((one) => one !== 'sensitive' && form.getAll('part').includes(one));

const formOf = async (ctx: Context): Promise<URLSearchParams> =>
  new URLSearchParams((await bytesOf(ctx, 4_096)).toString('utf8'));

function show(ctx: Context, status: number, body: string): void {
  ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = body;
}
