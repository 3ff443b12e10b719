import { type Config, type Environment, secretFrom } from '#config/load.ts';
import { type OpenedTenant, openTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import { realBases, type TenantSettings } from '#src/adapters/dingtalk/tenant-settings.ts';
import { id, type TenantId } from '#src/domain/ids.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { QuotaBook } from '#src/ports/quota.ts';
import type { Pretend } from './pretend.ts';

type Parts = {
  readonly config: Config;
  readonly env: Environment;
  readonly pretend: Pretend | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly book: QuotaBook;
};

/** One set of doors to DingTalk per organisation that we have credentials of: its own tokens, limits and budget. */
export function openTenants({ config, env, pretend, clock, log, book }: Parts): ReadonlyMap<TenantId, OpenedTenant> {
  const tenants = new Map<TenantId, OpenedTenant>();
  for (const settings of tenantSettings(config, env, pretend)) {
    tenants.set(
      settings.tenant,
      openTenant(settings, {
        clock,
        log,
        book,
        warn: (budget, percent) =>
          log.warn({ tenant: settings.tenant, budget, percent }, "the organisation's monthly budget is running out"),
      }),
    );
  }
  return tenants;
}

/** Is there a secret for any organisation? Without one Baton pretends. */
export const hasCredentials = (config: Config, env: Environment): boolean =>
  config.tenants.tenants.some(({ secrets }) => secretFrom(env, secrets.clientSecret) !== undefined);

function tenantSettings(config: Config, env: Environment, pretend: Pretend | undefined): readonly TenantSettings[] {
  return config.tenants.tenants.flatMap(
    ({ id: key, corpId, clientId, agentId, operatorUser, quota, secrets }): TenantSettings[] => {
      const secret = pretend ? pretend.secretOf(clientId) : secretFrom(env, secrets.clientSecret);
      if (!secret) return [];
      const token = secrets.callbackToken && secretFrom(env, secrets.callbackToken);
      const aesKey = secrets.callbackAesKey && secretFrom(env, secrets.callbackAesKey);
      return [
        {
          tenant: id<TenantId>(key),
          corpId,
          clientId,
          secret: () => secret,
          robotCode: clientId,
          quota: pretend ? { ...quota, api: 200_000, push: 50_000 } : quota,
          bases: pretend ? { api: pretend.url, oapi: pretend.url } : realBases,
          ...(agentId ? { agentId } : {}),
          ...(operatorUser ? { operatorUser } : {}),
          ...(token && aesKey ? { callback: { token: () => token, aesKey: () => aesKey } } : {}),
        },
      ];
    },
  );
}
