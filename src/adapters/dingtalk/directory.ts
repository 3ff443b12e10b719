import axios from 'axios';
import type { GroupId, UserId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Directory, DirectoryEntry } from '#src/ports/dingtalk-people.ts';
import { Undeliverable } from '#src/ports/messenger.ts';
import type { OpenApi } from './openapi/open-api.ts';

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
const nobody = new Set(['60121', '33012', '50002', '40078', '42008']);

/** The address book and the sign-in of one organisation. */
export function directoryOf(api: OpenApi): Directory {
  const { settings } = api;
  // User and group ids come from DingTalk as they are; the brands are ours.
  const user = (text: string) => text as UserId;
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
      const found = await unless<{ result?: { userid?: string; unionid?: string } }>(() =>
        api.legacy(free('user.getuserinfo'), '/topapi/v2/user/getuserinfo', { code }),
      );
      if (!found?.result?.userid || !found.result.unionid)
        throw new Refused('door.login-code', 'The sign-in code is unknown, used or too old');
      return { user: user(found.result.userid), unionId: found.result.unionid };
    },
    signInByWeb: async (_tenant, code) => {
      const { data, status } = await axios.post<{ accessToken?: string }>(
        `${settings.bases.api}/v1.0/oauth2/userAccessToken`,
        { clientId: settings.clientId, clientSecret: settings.secret(), code, grantType: 'authorization_code' },
        { timeout: 8_000, validateStatus: () => true, maxRedirects: 0 },
      );
      if (status >= 400 || !data.accessToken)
        throw new Refused('door.login-code', 'The sign-in code is unknown, used or too old');
      const me = await axios.get<{ unionId?: string }>(`${settings.bases.api}/v1.0/contact/users/me`, {
        headers: { 'x-acs-dingtalk-access-token': data.accessToken },
        timeout: 8_000,
        validateStatus: () => true,
        maxRedirects: 0,
      });
      if (!me.data.unionId) throw new Refused('door.login-code', 'DingTalk did not say who signed in');
      return { unionId: me.data.unionId };
    },
    byUnionId: async (_tenant, unionId) => {
      const found = await unless<{ result?: { userid?: string } }>(() =>
        api.legacy(free('user.getbyunionid'), '/topapi/user/getbyunionid', { unionid: unionId }),
      );
      return found?.result?.userid ? user(found.result.userid) : undefined;
    },
    pageTicket: async () => {
      const { jsapiTicket } = await api.json<{ jsapiTicket?: string }>(
        free('jsapi.ticket'),
        'POST',
        '/v1.0/oauth2/jsapiTickets',
        {},
      );
      if (!jsapiTicket) throw new Undeliverable('empty-answer', 'stop', 'no page ticket');
      return jsapiTicket;
    },
  };
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
    user: found.userid as UserId,
    unionId: found.unionid,
    name: found.name ?? '',
    active: found.active !== false && found.active !== 'false',
    ...(home ? { home: { corpId: home.corp_id, user: home.userid } } : {}),
  };
}
