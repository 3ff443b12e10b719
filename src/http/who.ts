import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { type House, person } from '#src/domain/house/house.ts';
import type { Person } from '#src/domain/people/person.ts';
import { Refused } from '#src/domain/refused.ts';

export type SessionRow = {
  readonly id: string;
  readonly person: Person['id'];
  readonly tenant: Person['dingtalk'][number]['tenant'];
  readonly user: Person['dingtalk'][number]['user'];
  readonly csrf: string;
  readonly device: string;
  readonly until: Date;
};

/** Who is asking, as the session says and the directory still agrees. */
export type Asker = { readonly person: Person; readonly session: SessionRow };

/** One session per browser; in the pretend DingTalk one per phone on the page, which names itself in `?phone=`. It only chooses among cookies this browser holds. */
export const cookieName = (ctx: Context): string => {
  const phone = ctx.query['phone'];
  // Over TLS the browser itself holds the cookie to this host and path.
  const prefix = ctx.secure ? '__Host-' : '';
  return typeof phone === 'string' && /^[\w-]{1,64}$/.test(phone) ? `${prefix}baton-${phone}` : `${prefix}baton`;
};

/** The store holds only the hash of a session's token: a stolen store opens no session. */
export const sessionId = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const deviceOf = (ctx: Context): string =>
  createHash('sha256').update(ctx.get('user-agent')).digest('base64url').slice(0, 16);

type Looks = {
  readonly house: House;
  /** `using` is false for a line that only listens: it keeps no session awake. */
  readonly sessionBy: (id: string, using: boolean) => Promise<SessionRow | undefined>;
  readonly serves: (tenant: SessionRow['tenant']) => boolean;
  readonly hasLeft: (session: SessionRow) => Promise<boolean>;
  /** Remembers, while the rest is done, what it was asked with. */
  readonly during: (device: string, work: () => Promise<unknown>) => Promise<unknown>;
};

/**
 * Lets only a signed-in, still present person through, bound to the device and the organisation it signed in with; a change needs the csrf token of the session;
 * a page that says whose it is (`x-baton-person`) is answered as that person or not at all.
 * Refuses `door.login-expired`, `person.left`, `door.csrf`.
 */
export const who =
  ({ house, sessionBy, hasLeft, serves, during }: Looks): Middleware =>
  async (ctx, next) => {
    const token = ctx.cookies.get(cookieName(ctx));
    const session = token ? await sessionBy(sessionId(token), ctx.path !== '/api/live') : undefined;
    if (!session || session.device !== deviceOf(ctx) || !serves(session.tenant))
      throw new Refused('door.login-expired', 'No session');
    // A page that was opened by somebody else, in a browser where this person signed in since: neither sees what is the other's.
    if (ctx.get('x-baton-person') && ctx.get('x-baton-person') !== session.person)
      throw new Refused('door.login-expired', 'The page is of somebody else than the session');
    const found = person(house, session.person);
    if (!found || found.left || (await hasLeft(session))) throw new Refused('person.left', 'This account has left');
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD' && !same(ctx.get('x-baton-csrf'), session.csrf))
      throw new Refused('door.csrf', 'The csrf token does not fit');
    refuseForeign(ctx);
    ctx.state['asker'] = { person: found, session } satisfies Asker;
    await during(deviceWords(ctx, session), next);
  };

/** A change that another site's page asks for, as the browser itself says. Refuses `door.csrf`. */
export function refuseForeign(ctx: Context): void {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD' && ctx.get('sec-fetch-site') === 'cross-site')
    throw new Refused('door.csrf', 'Another site asked for a change');
}

export const askerOf = (ctx: Context): Asker => {
  // Set by `who`, which guards every route that asks.
  const asker = ctx.state['asker'] as Asker | undefined;
  if (!asker) throw new Refused('door.login-expired', 'No session');
  return asker;
};

/** What is asked with, for the trail: in DingTalk or not, which kind, and the first letters of the sign-in's own mark. No address, no serial number. */
export const deviceWords = (ctx: Context, { id }: Pick<SessionRow, 'id'>): string => {
  const agent = ctx.get('user-agent');
  const kind = /ipad|tablet/i.test(agent)
    ? 'tablet'
    : /mobile|android|iphone|phone/i.test(agent)
      ? 'phone'
      : 'computer';
  return `${/dingtalk/i.test(agent) ? 'dingtalk' : 'browser'} ${kind} ${id.slice(0, 8)}`;
};

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
