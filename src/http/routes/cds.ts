import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type Router from '@koa/router';
import type { Context, Next } from 'koa';
import { z } from 'zod';
import { Refused } from '#src/domain/refused.ts';
import { type AcknowledgeReason, acknowledgeReasons } from '#src/domain/safety/acknowledging.ts';
import { BadCase } from '#src/domain/safety/bad-case.ts';
import { answerHook } from '#src/domain/safety/cds/answer-hook.ts';
import { cardId, ruleOfCard } from '#src/domain/safety/cds/cards.ts';
import { hooks, services } from '#src/domain/safety/cds/services.ts';
import type { Safety } from '#src/domain/safety/compile.ts';
import { bodyOf } from '../body.ts';

/** The door for other clinical systems (CDS Hooks 2.0). Without a token it is not there at all. */
export type CdsParts = {
  /** The secret that callers bring as a bearer token. */
  readonly token?: string;
  readonly safety: () => Safety;
  readonly now: () => Date;
  /** What became of a card: its rule, accepted or overridden, and the coded reason. Nothing of a patient. */
  readonly onFeedback: (rule: string, outcome: 'accepted' | 'overridden', reason: AcknowledgeReason | 'none') => void;
};

const hookAsked = z.object({
  hook: z.enum(hooks),
  hookInstance: z.string().min(1).max(200),
  context: z.record(z.string(), z.unknown()),
  prefetch: z.record(z.string(), z.unknown()).nullish(),
});

const feedbackAsked = z.object({
  feedback: z
    .array(
      z.object({
        card: z.string().max(100),
        outcome: z.enum(['accepted', 'overridden']),
        overrideReason: z.object({ reason: z.object({ code: z.string().max(100) }).optional() }).nullish(),
      }),
    )
    .max(200),
});

const largestRequest = 4 * 1024 * 1024;

/** Discovery, the three services, and their feedback. Holds no record: what is checked is what the caller sends, and none of it is kept. */
export function cdsRoutes(router: Router, parts: CdsParts | undefined): void {
  const knock = knocking(parts?.token);
  router.get('/cds-services', knock, (ctx) => {
    ctx.body = { services };
  });
  router.post('/cds-services/:id', knock, async (ctx) => {
    const service = services.find(({ id }) => id === ctx.params['id']);
    if (service === undefined || parts === undefined) return;
    const { hook, context, prefetch } = await bodyOf(ctx, hookAsked, largestRequest);
    if (hook !== service.hook) throw new Refused('door.bad-request', `This service answers ${service.hook}`);
    const uuid = (rule: string) => cardId(rule, randomBytes(10).toString('hex'));
    try {
      ctx.body = {
        cards: answerHook(parts.safety(), hook, { context, ...(prefetch ? { prefetch } : {}) }, parts.now(), uuid),
      };
    } catch (error) {
      if (error instanceof BadCase) throw new Refused('door.bad-request', error.message);
      throw error;
    }
  });
  router.post('/cds-services/:id/feedback', knock, async (ctx) => {
    if (parts === undefined || !services.some(({ id }) => id === ctx.params['id'])) return;
    const { feedback } = await bodyOf(ctx, feedbackAsked);
    for (const { card, outcome, overrideReason } of feedback) {
      const rule = ruleOfCard(card);
      const reason = acknowledgeReasons.find((one) => one === overrideReason?.reason?.code) ?? 'none';
      if (rule !== undefined) parts.onFeedback(rule, outcome, reason);
    }
    ctx.body = {};
  });
}

/** No token in the configuration, or not that one: there is no such address. */
function knocking(token: string | undefined) {
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  return async (ctx: Context, next: Next): Promise<void> => {
    if (expected === undefined || !timingSafeEqual(expected, digest(ctx.get('authorization')))) {
      ctx.status = 404;
      return;
    }
    await next();
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
