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
  return typeof phone === 'string' && /^[\w-]{1,64}$/.test(phone) ? `baton-${phone}` : 'baton';
};

/** The store holds only the hash of a session's token: a stolen store opens no session. */
export const sessionId = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const deviceOf = (ctx: Context): string =>
  createHash('sha256').update(ctx.get('user-agent')).digest('base64url').slice(0, 16);

type Looks = {
  readonly house: House;
  readonly sessionBy: (id: string) => Promise<SessionRow | undefined>;
  readonly hasLeft: (session: SessionRow) => Promise<boolean>;
};

/**
 * Lets only a signed-in, still present person through, bound to the device that signed in; a change needs the csrf token of the session.
 * Refuses `door.login-expired`, `person.left`, `door.csrf`.
 */
export const who =
  ({ house, sessionBy, hasLeft }: Looks): Middleware =>
  async (ctx, next) => {
    const token = ctx.cookies.get(cookieName(ctx));
    const session = token ? await sessionBy(sessionId(token)) : undefined;
    if (!session || session.device !== deviceOf(ctx)) throw new Refused('door.login-expired', 'No session');
    const found = person(house, session.person);
    if (!found || found.left || (await hasLeft(session))) throw new Refused('person.left', 'This account has left');
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD' && !same(ctx.get('x-baton-csrf'), session.csrf))
      throw new Refused('door.csrf', 'The csrf token does not fit');
    ctx.state['asker'] = { person: found, session } satisfies Asker;
    await next();
  };

export const askerOf = (ctx: Context): Asker => {
  // Set by `who`, which guards every route that asks.
  const asker = ctx.state['asker'] as Asker | undefined;
  if (!asker) throw new Refused('door.login-expired', 'No session');
  return asker;
};

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
