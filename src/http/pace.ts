import type { Context, Middleware } from 'koa';
import { Refused } from '#src/domain/refused.ts';
import { askerOf } from './who.ts';

/** What one minute may hold: of one person, of one address (a hospital has one for many), and of tries to sign in from one address. */
export type Paces = { readonly person: number; readonly address: number; readonly signIn: number };

/** At most `limit` requests a minute from whoever `whose` names. The counts live in this process and hold no more than the minute. Refuses `door.too-many`. */
export const pace = (limit: number, whose: (ctx: Context) => string, now: () => number = Date.now): Middleware => {
  let minute = 0;
  let counts = new Map<string, number>();
  return async (ctx, next) => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) {
      minute = current;
      counts = new Map();
    }
    const key = whose(ctx);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > limit) {
      ctx.set('retry-after', String(60 - Math.floor((now() / 1000) % 60)));
      throw new Refused('door.too-many', 'Too many requests in this minute');
    }
    await next();
  };
};

export const addressOf = (ctx: Context): string => ctx.ip;
export const personOf = (ctx: Context): string => askerOf(ctx).person.id;
