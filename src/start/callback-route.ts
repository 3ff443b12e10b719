import type { Middleware } from 'koa';
import { z } from 'zod';
import type { TenantSettings } from '#src/adapters/dingtalk/tenant-settings.ts';
import { bodyOf } from '#src/http/body.ts';
import { answerTo } from '#src/http/troubles.ts';

type Door = {
  readonly settings: TenantSettings;
  readonly door: (envelope: {
    signature: string;
    timestamp: string;
    nonce: string;
    encrypt: string;
  }) => Promise<object>;
};

/** `POST /dingtalk/callback/<tenant>`: the encrypted HTTP door, for organisations that do not use the stream. */
export const callbackRoute =
  (doors: readonly Door[]): Middleware =>
  async (ctx, next) => {
    const [, tenant] = /^\/dingtalk\/callback\/([\w-]+)$/.exec(ctx.path) ?? [];
    const found = doors.find(({ settings }) => settings.tenant === tenant);
    if (ctx.method !== 'POST' || !found) return next();
    try {
      const { encrypt } = await bodyOf(ctx, z.object({ encrypt: z.string().min(1) }), 1024 * 1024);
      const query = (name: string) => String(ctx.query[name] ?? '');
      ctx.body = await found.door({
        signature: query('signature') || query('msg_signature'),
        timestamp: query('timestamp'),
        nonce: query('nonce'),
        encrypt,
      });
    } catch (error) {
      [ctx.status, ctx.body] = answerTo(error);
    }
  };
