import type { Middleware } from 'koa';
import { ZodError } from 'zod';
import type { Trouble } from '#src/contract/session.ts';
import { type RefusalCode, Refused, Unreachable } from '#src/domain/refused.ts';

const statuses: Partial<Record<RefusalCode, number>> = {
  'referral.not-found': 404,
  'record.not-found': 404,
  'upload.not-found': 404,
  'consultation.not-found': 404,
  'consultation.over': 409,
  'consultation.not-yours': 403,
  'follow-up.not-found': 404,
  'follow-up.over': 409,
  'handover.taken': 409,
  'handover.over': 409,
  'roster.changed-meanwhile': 409,
  'referral.changed-meanwhile': 409,
  'referral.wrong-state': 409,
  'referral.stale-card': 409,
  'upload.too-large': 413,
  'door.login-expired': 401,
  'door.login-code': 401,
  'person.left': 401,
  'door.csrf': 403,
  'access.need-to-know': 403,
  'consent.scope': 403,
  'door.too-many': 429,
  'door.bad-request': 400,
  'callback.signature': 403,
  'callback.replayed': 409,
  'callback.undecipherable': 400,
};

/** The only place where an error becomes a status. What has no name is a 500 and tells nothing. */
export const troubles: Middleware = async (ctx, next) => {
  try {
    await next();
    if (ctx.status === 404 && ctx.body === undefined && ctx.path.startsWith('/api/'))
      answer(404, { code: 'door.bad-request', message: 'No such address' });
  } catch (error) {
    const [status, body] = answerTo(error);
    answer(status, body);
    if (status === 500) ctx.app.emit('error', error, ctx);
    if (body.code.startsWith('door.') || body.code.startsWith('person.'))
      ctx.app.emit('turned away', body.code, status);
  }
  function answer(status: number, body: Trouble): void {
    ctx.status = status;
    ctx.body = body;
  }
};

export function answerTo(error: unknown): [status: number, body: Trouble] {
  if (error instanceof Refused)
    return [statuses[error.code] ?? 422, { code: error.code, message: error.message, details: { ...error.details } }];
  if (error instanceof Unreachable)
    return [503, { code: error.code, message: 'Not reachable just now. Try again in a moment.' }];
  if (error instanceof ZodError)
    return [
      400,
      {
        code: 'door.bad-request',
        message: 'The request has not the expected form.',
        details: { fields: error.issues.map(({ path }) => path.join('.')).join(', ') },
      },
    ];
  if (isHttpError(error))
    return [
      error.status,
      { code: error.status === 413 ? 'upload.too-large' : 'door.bad-request', message: 'The request was refused.' },
    ];
  return [500, { code: 'door.surprise', message: 'Something went wrong on our side. It has been noted.' }];
}

const isHttpError = (error: unknown): error is { status: number } =>
  error instanceof Error &&
  'status' in error &&
  typeof error.status === 'number' &&
  error.status >= 400 &&
  error.status < 500;
