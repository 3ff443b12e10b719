import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { PassThrough } from 'node:stream';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import type { DrawerShown } from '#src/contract/drawer.ts';
import type { FindAsked } from '#src/contract/find.ts';
import type {
  ActionAsked,
  CorrectionAsked,
  LinkAsked,
  ReasonAsked,
  ReferralShown,
  State,
} from '#src/contract/referral.ts';
import type { Language, LiveWord, Me } from '#src/contract/session.ts';
import type { SigningShown } from '#src/contract/signing.ts';
import {
  aDraft,
  aLine,
  aMe,
  aReceived,
  aReferralShown,
  aWork,
  hotlines,
  lam,
  others,
  setup,
  tmh,
  twc,
  yip,
} from './miniapp-cases.ts';
import { aSmallPicture, foundAmong } from './miniapp-found.ts';
import { FakeImages } from './miniapp-images.ts';
import { FakeRecord } from './miniapp-record.ts';
import { type Held, uploadRoutes } from './miniapp-uploads.ts';
import { aFile, json, Refusal } from './miniapp-wire.ts';

const policy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors *";

/** A Baton that only pretends: it keeps the contract of src/contract/API.md, has a memory of one page, and can be told to misbehave. */
export class FakeBaton {
  readonly referrals = new Map<string, ReferralShown>();
  readonly uploads = new Map<string, Held>();
  readonly images = new FakeImages();
  readonly record = new FakeRecord();
  readonly asked: string[] = [];
  readonly finds: FindAsked[] = [];
  /** What was signed before of a referral that waits for a new signature. */
  readonly lastSigned = new Map<string, NonNullable<SigningShown['lastSigned']>>();
  /** Referrals that open only after this person said why they look. */
  readonly asksWhy = new Set<string>();
  /** From now on the person who is signed in may not come in any more. */
  hasLeft = false;
  /** Cuts the next so many pieces of files half way. */
  cuts = 0;
  pieceBytes = 64 * 1024;
  setup = setup;
  #sessions = new Map<string, Me>();
  #live = new Set<PassThrough>();
  #sockets = new Set<Socket>();
  #server = createServer();
  #dist: string;

  constructor(dist: string) {
    this.#dist = dist;
    for (const one of [aReferralShown(), aDraft(), aReceived(), ...others()]) this.referrals.set(one.id, one);
  }

  async start(): Promise<string> {
    this.#server = createServer(this.#app().callback());
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    // A listening server on a port has an address object.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const stream of this.#live) stream.end();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  endSessions(): void {
    this.#sessions.clear();
  }

  /** A colleague did something: the state moves on, and open screens are told. */
  change(id: string, more: Partial<ReferralShown>): void {
    const before = this.referrals.get(id);
    if (!before) throw new Error(`no referral ${id} in the fake`);
    const after = { ...before, ...more, version: before.version + 1 };
    this.referrals.set(id, after);
    this.tell({ kind: 'referral', id, version: after.version });
  }

  tell(word: LiveWord): void {
    for (const stream of this.#live) stream.write(`data: ${JSON.stringify(word)}\n\n`);
  }

  #app(): Koa {
    const app = new Koa();
    // The tests cut connections on purpose.
    app.silent = true;
    app.use(async (ctx, next) => {
      ctx.set('content-security-policy', policy);
      try {
        await next();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        ctx.status = error.status;
        ctx.body = { code: error.code, message: error.code, details: error.details };
      }
    });
    app.use(this.#routes().routes());
    app.use((ctx) => this.#page(ctx));
    return app;
  }

  #page(ctx: Context): void {
    if (!ctx.path.startsWith('/app')) return;
    const asked = join(this.#dist, normalize(ctx.path.slice('/app'.length)));
    const file = existsSync(asked) && statSync(asked).isFile() ? asked : join(this.#dist, 'index.html');
    ctx.type = extname(file);
    ctx.body = createReadStream(file);
  }

  #who(ctx: Context): Me {
    const me = this.#sessions.get(ctx.cookies.get('baton') ?? '');
    if (!me) throw new Refusal(401, 'door.login-expired');
    if (this.hasLeft) throw new Refusal(401, 'person.left');
    if (ctx.method !== 'GET' && ctx.get('x-baton-csrf') !== me.csrf) throw new Refusal(403, 'door.csrf');
    return me;
  }

  #referral(ctx: Context): ReferralShown {
    // The router fills it for every path with :id.
    const found = this.referrals.get((ctx as Context & { params: { id: string } }).params.id);
    if (!found) throw new Refusal(404, 'referral.not-found');
    return found;
  }

  #routes(): Router {
    const router = new Router();
    router.get('/api/setup', (ctx) => {
      ctx.body = this.setup;
    });
    router.post('/api/session', async (ctx) => {
      const { code } = await json<{ readonly code: string }>(ctx);
      if (code === 'nobody') throw new Refusal(422, 'person.unknown');
      const token = randomUUID();
      const me = aMe(randomUUID());
      this.#sessions.set(token, me);
      ctx.cookies.set('baton', token, { httpOnly: true, sameSite: 'strict' });
      ctx.body = me;
    });
    router.use('/api', async (ctx, next) => {
      ctx.state['me'] = this.#who(ctx);
      this.asked.push(`${ctx.method} ${ctx.path}`);
      await next();
    });
    router.get('/api/session', (ctx) => {
      ctx.body = ctx.state['me'];
    });
    router.delete('/api/session', (ctx) => {
      this.#sessions.delete(ctx.cookies.get('baton') ?? '');
      ctx.status = 204;
    });
    router.get('/api/me/drawer', (ctx) => {
      const key = createHash('sha256').update(this.#who(ctx).person).digest('base64');
      const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Hong_Kong' }).format(new Date());
      ctx.body = { keys: [{ day, key }] } satisfies DrawerShown;
    });
    router.put('/api/me/language', async (ctx) => {
      const { language } = await json<{ readonly language: Language }>(ctx);
      const me = { ...this.#who(ctx), language };
      this.#sessions.set(ctx.cookies.get('baton') ?? '', me);
      ctx.body = me;
    });
    router.get('/api/work', (ctx) => {
      ctx.body = aWork([...this.referrals.values()]);
    });
    router.get('/api/consultations/waiting', (ctx) => {
      ctx.body = { waiting: 0, late: 0 };
    });
    router.get('/api/hotlines', (ctx) => {
      ctx.body = hotlines;
    });
    router.get('/api/colleagues', (ctx) => {
      ctx.body = [
        { id: 'lam', name: lam, institution: tmh },
        { id: 'yip', name: yip, institution: twc },
      ];
    });
    router.post('/api/find', async (ctx) => {
      this.finds.push(await json<FindAsked>(ctx));
      ctx.body = foundAmong(this.finds.at(-1), [...this.referrals.values()].map(aLine));
    });
    router.get('/api/referrals/:id/files/:file/thumbnail', (ctx) => {
      ctx.type = 'image/svg+xml';
      ctx.body = aSmallPicture;
    });
    router.get('/api/referrals/:id', (ctx) => {
      const shown = this.#referral(ctx);
      if (this.asksWhy.has(shown.id)) throw new Refusal(403, 'access.need-to-know', { code: shown.code });
      ctx.body = shown;
    });
    router.get('/api/referrals/:id/signing', (ctx) => {
      const { id, state, clock } = this.#referral(ctx);
      const lastSigned = this.lastSigned.get(id);
      ctx.body = {
        ...(state === 'awaiting-sign-off' && clock.owner ? { asked: clock.owner } : {}),
        askedIsMe: state === 'awaiting-sign-off' && clock.ownerIsMe,
        ...(lastSigned ? { lastSigned } : {}),
      } satisfies SigningShown;
    });
    router.post('/api/referrals/:id/reasons', async (ctx) => {
      const before = this.#referral(ctx);
      const { kind, reason } = await json<ReasonAsked>(ctx);
      this.asked.push(`${kind} ${reason}`);
      this.asksWhy.delete(before.id);
      const after = kind === 'restricted' ? { ...before, hidden: [], restrictedNeedsReason: false } : before;
      this.referrals.set(before.id, after);
      ctx.body = after;
    });
    router.post('/api/referrals/:id/links', async (ctx) => {
      const { person } = await json<LinkAsked>(ctx);
      this.asked.push(`link for ${person}`);
      ctx.body = { until: new Date(Date.now() + 3_600_000).toISOString() };
    });
    router.post('/api/links', async (ctx) => {
      const { token } = await json<{ token: string }>(ctx);
      const [first] = this.referrals.keys();
      if (token !== 'a-token-of-somebody' || !first) throw new Refusal(404, 'referral.not-found');
      ctx.body = { referral: first };
    });
    router.post('/api/referrals/:id/actions', async (ctx) => {
      ctx.body = this.#act(this.#referral(ctx), await json<ActionAsked>(ctx));
    });
    router.post('/api/referrals/:id/corrections', async (ctx) => {
      ctx.body = this.#correct(this.#referral(ctx), await json<CorrectionAsked>(ctx));
    });
    router.post('/api/referrals/:id/notes', async (ctx) => {
      const { text } = await json<{ readonly text: string }>(ctx);
      const before = this.#referral(ctx);
      ctx.body = this.#keep({ ...before, notes: [...before.notes, { by: lam, at: new Date().toISOString(), text }] });
    });
    router.post('/api/drafts', async (ctx) => {
      const { text } = await json<{ readonly text?: string }>(ctx);
      const notes = text ? [{ by: lam, at: new Date().toISOString(), text }] : [];
      ctx.body = this.#keep(aDraft({ id: `ref-${randomUUID().slice(0, 8)}`, code: 'N9N-4EW', notes }));
    });
    router.get('/api/referrals/:id/files/:file', (ctx) => {
      const [type, bytes] = aFile(String(ctx.params['file']));
      ctx.type = type;
      ctx.body = bytes;
    });
    this.images.routes(router);
    this.record.routes(router, (ctx) => this.#referral(ctx));
    router.get('/api/live', (ctx) => {
      const stream = new PassThrough();
      this.#live.add(stream);
      stream.on('close', () => this.#live.delete(stream));
      ctx.set('content-type', 'text/event-stream');
      ctx.body = stream;
      stream.write(`data: ${JSON.stringify({ kind: 'hello' } satisfies LiveWord)}\n\n`);
    });
    uploadRoutes(router, this);
    return router;
  }

  #act(before: ReferralShown, { action, version, contentHash, at, words }: ActionAsked): ReferralShown {
    const waits = before.happenings.findLast(({ what }) => what === 'sign-off-asked')?.detail;
    if (contentHash && waits && contentHash !== waits) throw new Refusal(409, 'referral.stale-card');
    if (version !== before.version) throw new Refusal(409, 'referral.changed-meanwhile', { code: before.code });
    if (!before.actions.some(({ name }) => name === action)) throw new Refusal(409, 'referral.wrong-state');
    const state = after[action] ?? before.state;
    return this.#keep({
      ...before,
      state,
      clock: { owner: twc, ownerIsMe: false, due: new Date(Date.now() + 300_000).toISOString(), overdue: false },
      actions: [],
      ...(at ? { visit: { at } } : {}),
      ...(action === 'answer' && words ? { outcome: words } : {}),
      ...(action === 'sign'
        ? {
            signature: {
              by: lam,
              at: new Date().toISOString(),
              contentHash: 'a'.repeat(64),
              keyId: 'tmh-2026-1',
              valid: true,
            },
          }
        : {}),
    });
  }

  #correct(before: ReferralShown, { field, value, version }: CorrectionAsked): ReferralShown {
    if (version !== before.version) throw new Refusal(409, 'referral.changed-meanwhile');
    if (field === 'hkid' && value !== 'B234567(8)') throw new Refusal(422, 'identity.hkid-check-digit');
    // Words in which no substance is recognised are kept, and the gap stays.
    if (field === 'allergies' && value === 'qqq') return this.#keep(before);
    const named = field === 'allergies' && value !== 'none' && value !== 'unknown';
    return this.#keep({
      ...before,
      gaps: before.gaps.filter((gap) => gap.field !== field),
      ...(named
        ? { findings: [{ type: 'allergy' as const, name: value, status: 'present' as const, sure: true }] }
        : {}),
      ...(field === 'allergies' && value === 'none' ? { allergiesSaid: 'none' as const } : {}),
    });
  }

  #keep(referral: ReferralShown): ReferralShown {
    const kept = { ...referral, version: referral.version + 1 };
    this.referrals.set(kept.id, kept);
    return kept;
  }
}

const after: Partial<Record<ActionAsked['action'], State>> = {
  'ask-sign-off': 'awaiting-sign-off',
  sign: 'sent',
  refuse: 'draft',
  book: 'booked',
  answer: 'answered',
  decline: 'declined',
  cancel: 'cancelled',
  redirect: 'redirected',
};
