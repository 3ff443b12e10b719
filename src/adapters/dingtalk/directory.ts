import axios, { type AxiosRequestConfig } from 'axios';
import { type GroupId, id, type UserId } from '#src/domain/ids.ts';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import type { Directory, DirectoryEntry } from '#src/ports/dingtalk-people.ts';
import { Undeliverable } from '#src/ports/messenger.ts';
import { faultIn, faultOf } from './openapi/error-map.ts';
import type { OpenApi } from './openapi/open-api.ts';
import { baseOf } from './tenant-settings.ts';

type User = {
  readonly userid: string;
  readonly unionid: string;
  readonly name?: string;
  readonly active?: boolean | string;
  readonly union_emp_ext?: {
    readonly union_emp_map_list?: readonly { readonly userid: string; readonly corp_id: string }[];
  };
};

const free = (api: string) => ({ api, lane: 'soon', repeat: 'again', counted: false }) as const;
const nobody = new Set(['60121', '33012', '50002']);

/** The address book and the sign-in of one organisation. */
export function directoryOf(api: OpenApi): Directory {
  const { settings } = api;
  const base = baseOf(settings.bases.api);
  const user = (text: string) => id<UserId>(text);
  let ticket: { readonly value: string; readonly until: number } | undefined;
  return {
    person: async (_tenant, which) => {
      const found = await unless<{ result?: User }>(() =>
        api.legacy(free('user.get'), '/topapi/v2/user/get', { userid: which }),
      );
      return found?.result && entryOf(found.result);
    },
    everyone: async () => {
      const all = new Set<UserId>();
      const departments = [1];
      for (let dept = departments.shift(); dept !== undefined; dept = departments.shift()) {
        const { result } = await api.legacy<{ result?: { userid_list?: string[] } }>(
          free('user.listid'),
          '/topapi/user/listid',
          { dept_id: dept },
        );
        for (const one of result?.userid_list ?? []) all.add(user(one));
        const sub = await api.legacy<{ result?: { dept_id: number }[] }>(
          free('department.listsub'),
          '/topapi/v2/department/listsub',
          { dept_id: dept },
        );
        departments.push(...(sub.result ?? []).map(({ dept_id }) => dept_id));
      }
      return [...all];
    },
    members: async (_tenant, group: GroupId) => {
      const all: UserId[] = [];
      for (let nextToken = ''; ; ) {
        const page = await api.json<{ memberUserIds?: string[]; hasMore?: boolean; nextToken?: string }>(
          { api: 'group.members', lane: 'optional', repeat: 'again' },
          'POST',
          '/v1.0/im/sceneGroups/members/batchQuery',
          { openConversationId: group, maxResults: 100, nextToken },
        );
        all.push(...(page.memberUserIds ?? []).map(user));
        if (!page.hasMore || !page.nextToken) return all;
        nextToken = page.nextToken;
      }
    },
    signInByCode: async (_tenant, code) => {
      const { result } = await api
        .legacy<{ result?: { userid?: string; unionid?: string } }>(
          free('user.getuserinfo'),
          '/topapi/v2/user/getuserinfo',
          { code },
        )
        .catch((error: unknown) => {
          throw error instanceof Undeliverable && badCode.has(error.reason) ? unknownCode() : error;
        });
      if (!result?.userid || !result.unionid) throw unknownCode();
      return { user: user(result.userid), unionId: result.unionid };
    },
    signInByWeb: async (_tenant, code) => {
      const { accessToken } = await ask<{ accessToken?: string }>({
        method: 'POST',
        url: `${base}/v1.0/oauth2/userAccessToken`,
        data: { clientId: settings.clientId, clientSecret: settings.secret(), code, grantType: 'authorization_code' },
      });
      const { unionId } = await ask<{ unionId?: string }>({
        method: 'GET',
        url: `${base}/v1.0/contact/users/me`,
        headers: { 'x-acs-dingtalk-access-token': accessToken ?? '' },
      });
      if (!accessToken || !unionId) throw unknownCode();
      return { unionId };
    },
    byUnionId: async (_tenant, unionId) => {
      const found = await unless<{ result?: { userid?: string } }>(() =>
        api.legacy(free('user.getbyunionid'), '/topapi/user/getbyunionid', { unionid: unionId }),
      );
      return found?.result?.userid ? user(found.result.userid) : undefined;
    },
    pageTicket: async () => {
      if (ticket && ticket.until > performance.now()) return ticket.value;
      const { jsapiTicket, expireIn = 7200 } = await api.json<{ jsapiTicket?: string; expireIn?: number }>(
        free('jsapi.ticket'),
        'POST',
        '/v1.0/oauth2/jsapiTickets',
        {},
      );
      if (!jsapiTicket) throw new Unreachable('dingtalk.unreachable', 'DingTalk gave no page ticket');
      ticket = { value: jsapiTicket, until: performance.now() + Math.max(0, expireIn - 600) * 1000 };
      return jsapiTicket;
    },
  };
}

/** Unknown, used, too old, or no code at all. */
const badCode = new Set(['40078', '42008', '40035', '400002', '40000']);
const unknownCode = () => new Refused('door.login-code', 'The sign-in code is unknown, used or too old');

/** A call with a person's own token, which has no place among the application's. */
async function ask<Answer>(request: AxiosRequestConfig): Promise<Answer> {
  const { status, data } = await axios
    .request<Answer>({ timeout: 8_000, validateStatus: () => true, maxRedirects: 0, ...request })
    .catch((error: unknown) => {
      throw new Unreachable('dingtalk.unreachable', `sign-in: ${faultOf(error).code}`);
    });
  const fault = faultIn(status, data);
  if (!fault) return data;
  if (fault.action === 'DROP' || fault.action === 'REFRESH') throw unknownCode();
  throw new Unreachable('dingtalk.unreachable', `sign-in: ${fault.code}`);
}

/** "No such person" is an answer, not a failure. */
async function unless<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Undeliverable && nobody.has(error.reason)) return undefined;
    throw error;
  }
}

function entryOf(found: User): DirectoryEntry {
  const [home] = found.union_emp_ext?.union_emp_map_list ?? [];
  return {
    user: id<UserId>(found.userid),
    unionId: found.unionid,
    name: found.name ?? '',
    active: found.active !== false && found.active !== 'false',
    ...(home ? { home: { corpId: home.corp_id, user: home.userid } } : {}),
  };
}
