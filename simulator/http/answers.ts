import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { Refusal } from '../engines/refusal.ts';

const legacyPaths = ['/topapi/', '/media/', '/call_back/', '/user/', '/chat/', '/gettoken', '/robot/'];

/** The old host answers 200 to everything and puts a number in the body; on one port only the path tells the hosts apart. */
export const isLegacy = (path: string): boolean => legacyPaths.some((start) => path.startsWith(start));

/** A permission that was not ticked in the console: the new host names the scope. */
export class ScopeMissing extends Refusal {
  readonly scopeName: string;
  constructor(scope: string) {
    super('Forbidden.AccessDenied.AccessTokenPermissionDenied', `the application has no permission ${scope}`, 403);
    this.scopeName = scope;
  }
}

/** What the doorkeeper says, in the numbers of the old host. */
const numbers: Readonly<Record<string, object>> = {
  InvalidAuthentication: { errcode: 88, sub_code: '40014', sub_msg: 'invalid access_token' },
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': { errcode: 60011 },
  'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': { errcode: 90018 },
  'Forbidden.AccessDenied.ApiCountLimitForOrg': { errcode: 90020 },
};

/** Says no as DingTalk says it: with a code and a status on the new host, with a number in a 200 on the old one. */
export function answerRefusal(ctx: Context, error: unknown, legacy = isLegacy(ctx.path)): void {
  const id = randomUUID().toUpperCase();
  const known = error instanceof Refusal ? error : undefined;
  if (!known) ctx.app.emit('error', error, ctx);
  const message = known?.message ?? 'system error';
  if (legacy) {
    const number = known ? (numbers[known.code] ?? { errcode: Number(known.code) || 40035 }) : { errcode: -1 };
    ctx.status = 200;
    ctx.body = { ...number, errmsg: message, request_id: id };
    return;
  }
  const detail = known instanceof ScopeMissing ? { accessdenieddetail: { requiredScopes: [known.scopeName] } } : {};
  ctx.status = known?.status ?? 500;
  ctx.body = { code: known?.code ?? 'system.error', message, requestid: id, ...detail };
}

/** Around everything: whatever goes wrong inside leaves in the shape the caller knows. */
export const orderly: Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    if (!ctx.path.startsWith('/sim/')) return answerRefusal(ctx, error);
    const isAsked = error instanceof Refusal;
    if (!isAsked) ctx.app.emit('error', error, ctx);
    ctx.status = isAsked ? (error.status === 404 ? 404 : 400) : 500;
    ctx.body = { error: isAsked ? `${error.code}: ${error.message}` : 'the simulator failed: see the journal' };
  }
};

/** The last word, for a path that nobody answered. */
export const unknownPath: Middleware = (ctx) => {
  if (ctx.path.startsWith('/sim/')) {
    ctx.status = 404;
    ctx.body = { error: 'not-found: the admin API has no such path' };
  } else if (isLegacy(ctx.path)) answerRefusal(ctx, new Refusal('22', 'Invalid method'));
  else if (/^\/v\d/.test(ctx.path))
    answerRefusal(ctx, new Refusal('InvalidAction.NotFound', 'Specified api is not found, check url and method.', 404));
};
