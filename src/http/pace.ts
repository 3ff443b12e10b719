import type { Middleware } from 'koa';
import { Refused } from '#src/domain/refused.ts';
import { cookieName } from './who.ts';

/** At most `limit` requests a minute from one address (and, once known, one session). Refuses `door.too-many`. */
export const pace = (limit: number, now: () => number = Date.now): Middleware => {
  const counts = new Map<string, { minute: number; count: number }>();
  return async (ctx, next) => {
    const minute = Math.floor(now() / 60_000);
    const key = `${ctx.ip} ${ctx.cookies.get(cookieName(ctx))?.slice(0, 12) ?? ''}`;
    const before = counts.get(key);
    const count = before?.minute === minute ? before.count + 1 : 1;
    counts.set(key, { minute, count });
    if (counts.size > 10_000) for (const [old, entry] of counts) if (entry.minute !== minute) counts.delete(old);
    if (count > limit) throw new Refused('door.too-many', 'Too many requests in this minute');
    await next();
  };
};
