import { createHash, randomBytes } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { languageAsked, type Me, type SessionShown, type Setup, signInAsked } from '#src/contract/session.ts';
import { mayAt } from '#src/domain/access/may.ts';
import { person, personByUser } from '#src/domain/house/house.ts';
import { type ClinicianId, id, type TenantId, type UserId } from '#src/domain/ids.ts';
import type { Language, Person } from '#src/domain/people/person.ts';
import { Refused } from '#src/domain/refused.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { namedPlace } from '../shapes/referral-shape.ts';
import { askerOf, cookieName, deviceOf, refuseForeign, sessionId } from '../who.ts';

/** What one organisation's sign-in gives: who DingTalk says is there. */
export type SignIn = {
  readonly byCode: (code: string) => Promise<{ readonly user: UserId; readonly unionId: string }>;
  readonly byWeb: (code: string) => Promise<{ readonly user: UserId; readonly unionId: string }>;
  readonly pageTicket: () => Promise<string>;
};

export type TenantDoor = {
  readonly tenant: TenantId;
  readonly corpId: string;
  readonly clientId: string;
  readonly name: string;
  readonly agentId?: number;
  readonly signIn: SignIn;
};

export type SessionDoors = {
  readonly tenants: readonly TenantDoor[];
  readonly pretendDingTalk: boolean;
  readonly webLogin: (door: TenantDoor) => string | undefined;
  readonly uploadLimitBytes: number;
  readonly sessionMinutes: number;
  readonly secureCookie: boolean;
  readonly endScreens: (person: Person['id']) => void;
};

/** Routes that need no session: what a page may know, and signing in. */
export function openRoutes(router: Router, world: World, doors: SessionDoors): void {
  router.get('/api/setup', (ctx) => {
    const [first] = doors.tenants;
    const webLogin = first && doors.webLogin(first);
    ctx.body = {
      product: 'Baton',
      pretendDingTalk: doors.pretendDingTalk,
      tenants: doors.tenants.map(({ corpId, clientId, name, agentId }) => ({
        corpId,
        clientId,
        name,
        ...(agentId ? { agentId } : {}),
      })),
      ...(webLogin ? { webLogin } : {}),
      uploadLimitBytes: doors.uploadLimitBytes,
    } satisfies Setup;
  });

  router.post('/api/session', async (ctx) => {
    refuseForeign(ctx);
    const { way, corpId, code } = await bodyOf(ctx, signInAsked);
    // The corpId in a link is only a hint: it must be one of ours, and the code itself proves the rest.
    const door =
      doors.tenants.find((one) => one.corpId === corpId) ?? (doors.tenants.length === 1 ? doors.tenants[0] : undefined);
    if (!door) throw new Refused('door.login-code', 'No such organisation here');
    const { user, unionId } = way === 'dingtalk' ? await door.signIn.byCode(code) : await door.signIn.byWeb(code);
    const token = randomBytes(32).toString('base64url');
    const found = await world.ledger.write(async (page) => {
      if (await page.people.hasLeft(door.tenant, user)) throw new Refused('person.left', 'This account has left');
      const linked = await page.people.personOf(door.tenant, user);
      const who = linked ? person(world.house, linked) : personByUser(world.house, door.tenant, user);
      if (!who || who.left) throw new Refused('person.unknown', 'Nobody Baton knows');
      const from = world.clock.now();
      await page.people.link(who.id, door.tenant, user, unionId, from);
      const session = {
        id: sessionId(token),
        person: who.id,
        tenant: door.tenant,
        user,
        device: deviceOf(ctx),
        csrf: randomBytes(24).toString('base64url'),
        from,
        until: new Date(from.getTime() + doors.sessionMinutes * 60_000),
        seenAt: from,
      };
      // Who signs in anew gets a new token, and the old one dies.
      const before = ctx.cookies.get(cookieName(ctx));
      if (before) await page.sessions.end(sessionId(before));
      await page.sessions.add(session);
      return meOf(who, (await page.people.language(who.id)) ?? who.language, session, door.corpId);
    });
    ctx.cookies.set(cookieName(ctx), token, {
      httpOnly: true,
      sameSite: doors.secureCookie ? 'none' : 'strict',
      secure: doors.secureCookie,
      path: '/',
      overwrite: true,
      maxAge: doors.sessionMinutes * 60_000,
    });
    world.log.info({ person: found.person, tenant: door.tenant, way }, 'signed in');
    ctx.body = found;
  });

  const meOf = (
    who: Person,
    language: Language,
    session: { readonly csrf: string; readonly until: Date },
    corpId: string,
  ): Me => ({
    person: who.id,
    name: who.name,
    language,
    works: who.works.map(({ institution, roles }) => ({
      institution,
      name: namedPlace(world.house, institution),
      roles: [...roles],
    })),
    corpId,
    csrf: session.csrf,
    until: session.until.toISOString(),
  });
}

/** Routes of one's own session. */
export function sessionRoutes(router: Router, world: World, doors: SessionDoors): void {
  const me = async (ctx: Context): Promise<Me> => {
    const { person: who, session } = askerOf(ctx);
    const language = (await world.ledger.read((page) => page.people.language(who.id))) ?? who.language;
    const door = doors.tenants.find(({ tenant }) => tenant === session.tenant);
    return {
      person: who.id,
      name: who.name,
      language,
      works: who.works.map(({ institution, roles }) => ({
        institution,
        name: namedPlace(world.house, institution),
        roles: [...roles],
      })),
      corpId: door?.corpId ?? '',
      csrf: session.csrf,
      until: session.until.toISOString(),
    };
  };

  router.get('/api/session', async (ctx) => {
    ctx.body = await me(ctx);
  });

  router.delete('/api/session', async (ctx) => {
    const { session } = askerOf(ctx);
    await world.ledger.write((page) => page.sessions.end(session.id));
    ctx.set('clear-site-data', '"cache"');
    ctx.cookies.set(cookieName(ctx), null, { path: '/' });
    ctx.status = 204;
  });

  router.get('/api/sessions', async (ctx) => {
    const { person: who, session } = askerOf(ctx);
    const all = await world.ledger.read((page) => page.sessions.of(who.id, world.clock.now()));
    ctx.body = all.map(({ id: which, from, seenAt, until }) => ({
      from: from.toISOString(),
      seen: seenAt.toISOString(),
      until: until.toISOString(),
      current: which === session.id,
    })) satisfies SessionShown[];
  });

  /** An administrator of their place ends every session of a person at once. Refuses `person.unknown` for anybody else. */
  router.delete('/api/people/:person/sessions', async (ctx) => {
    const { person: by } = askerOf(ctx);
    const whom = person(world.house, id<ClinicianId>(ctx.params['person'] ?? ''));
    const where = whom?.works.find(({ institution }) => mayAt(world.policy.judge, by, 'administer', institution));
    if (!whom || !where) throw new Refused('person.unknown', 'Nobody of that name at a place of yours');
    await world.ledger.write(async (page) => {
      await page.sessions.endAllOf(whom.id);
      await page.drawerKeys.destroyAllOf(whom.id);
      await page.happened({
        what: 'sessions-ended',
        person: whom.id,
        at: world.clock.now(),
        by: { person: by.id },
        institution: where.institution,
      });
    });
    doors.endScreens(whom.id);
    ctx.status = 204;
  });

  /** Everywhere at once: a lost phone, a browser left open. */
  router.delete('/api/sessions', async (ctx) => {
    const { person: who } = askerOf(ctx);
    await world.ledger.write(async (page) => {
      await page.sessions.endAllOf(who.id);
      // What was typed on the lost phone and not sent can never be read again.
      await page.drawerKeys.destroyAllOf(who.id);
    });
    doors.endScreens(who.id);
    ctx.set('clear-site-data', '"cache"');
    ctx.cookies.set(cookieName(ctx), null, { path: '/' });
    ctx.status = 204;
  });

  router.put('/api/me/language', async (ctx) => {
    const { language } = await bodyOf(ctx, languageAsked);
    await world.ledger.write((page) => page.people.keepLanguage(askerOf(ctx).person.id, language));
    ctx.body = await me(ctx);
  });

  router.post('/api/jsapi', async (ctx) => {
    const { url } = await bodyOf(ctx, z.object({ url: z.url().max(2000) }));
    const door = doors.tenants.find(({ tenant }) => tenant === askerOf(ctx).session.tenant);
    if (!door || new URL(url).host !== ctx.host)
      throw new Refused('door.bad-request', 'Only pages of this service are signed');
    const nonceStr = randomBytes(12).toString('hex');
    const timeStamp = world.clock.now().getTime();
    // DingTalk signs the address without its fragment and with the query decoded once (JSAPI authentication page).
    const plain = `jsapi_ticket=${await door.signIn.pageTicket()}&noncestr=${nonceStr}&timestamp=${timeStamp}&url=${decodeURIComponent(url.split('#')[0] ?? '')}`;
    ctx.body = {
      corpId: door.corpId,
      agentId: door.agentId,
      timeStamp,
      nonceStr,
      signature: createHash('sha256').update(plain).digest('hex'),
    };
  });
}
