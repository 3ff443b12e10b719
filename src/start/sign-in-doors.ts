import type { Config } from '#config/load.ts';
import type { OpenedTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import { id } from '#src/domain/ids.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Pretend } from './pretend.ts';

type Parts = {
  readonly tenants: Iterable<OpenedTenant>;
  readonly config: Config;
  readonly pretend: Pretend | undefined;
  /** Where people reach us; known once the server listens. */
  readonly address: () => string;
  /** Every page comes over HTTPS, by itself or through a proxy. */
  readonly isLocked: boolean;
  readonly endScreens: (person: Person['id']) => void;
};

/** The ways into the mini-app: DingTalk's free login in each organisation, and its web login in a plain browser. */
export const signInDoors = ({ tenants, config, pretend, address, isLocked, endScreens }: Parts) => ({
  tenants: [...tenants].map(({ settings, directory }) => ({
    tenant: settings.tenant,
    corpId: settings.corpId,
    clientId: settings.clientId,
    name: config.tenants.tenants.find((one) => one.id === settings.tenant)?.name ?? settings.tenant,
    ...(settings.agentId ? { agentId: settings.agentId } : {}),
    signIn: {
      byCode: (code: string) => directory.signInByCode(settings.tenant, code),
      byWeb: async (code: string) => {
        const { unionId } = await directory.signInByWeb(settings.tenant, code);
        const user = await directory.byUnionId(settings.tenant, unionId);
        return { user: user ?? id('nobody'), unionId };
      },
      pageTicket: () => directory.pageTicket(settings.tenant),
    },
  })),
  pretendDingTalk: pretend !== undefined,
  webLogin: (door: { readonly clientId: string }) =>
    webLoginAddress(pretend?.url ?? 'https://login.dingtalk.com', door.clientId, address(), pretend !== undefined),
  uploadLimitBytes: config.service.uploadLimitMegabytes * 1024 * 1024,
  sessionMinutes: config.retention.sessionMinutes,
  secureCookie: isLocked,
  endScreens,
});

const webLoginAddress = (base: string, clientId: string, address: string, pretend: boolean): string =>
  `${base}${pretend ? '/login' : ''}/oauth2/auth?${new URLSearchParams({ redirect_uri: `${address}/app/`, response_type: 'code', client_id: clientId, scope: 'openid', prompt: 'consent', state: 'web' })}`;
