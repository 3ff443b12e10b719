import axios from 'axios';
import { id, type TenantId, type UserId } from '#src/domain/ids.ts';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import {
  type Delivered,
  type DingHow,
  type Lane,
  type Messenger,
  type Place,
  type PlainMessage,
  Undeliverable,
  UnknownOutcome,
} from '#src/ports/messenger.ts';
import { changeCard, postCard } from './cards.ts';
import { faultIn, faultOf } from './openapi/error-map.ts';
import { held } from './openapi/faulty.ts';
import type { OpenApi } from './openapi/open-api.ts';
import { robotApi, runtime, type Sdk } from './openapi/sdk.ts';
import { plainForm, sessionForm } from './plain-form.ts';
import { baseOf } from './tenant-settings.ts';

/** Speaks into one organisation. */
export const messengerOf = (api: OpenApi, sdk: Sdk): Messenger => ({
  postCard: (card, lane) => postCard(api, sdk, card, lane),
  changeCard: (change, lane) => changeCard(api, sdk, change, lane),
  say: (place, message, lane) =>
    place.in === 'group' ? sayInGroup(api, sdk, place, message, lane) : sayToOne(api, sdk, place, message, lane),
  answer: (address, message) => answer(api, address, message),
  ding: (_tenant: TenantId, users, text, how) => ding(api, sdk, users, text, how),
  recall: (place, receipt) => recall(api, place, receipt),
  readBy: (place, receipt) => (place.in === 'group' ? readInGroup(api, place, receipt) : readInChat(api, receipt)),
});

type In<Where extends Place['in']> = Extract<Place, { in: Where }>;

async function sayInGroup(
  api: OpenApi,
  sdk: Sdk,
  place: In<'group'>,
  message: PlainMessage,
  lane: Lane,
): Promise<Delivered> {
  const { robotCode } = api.settings;
  const receipt = await api.run({ api: 'robot.group.send', lane, repeat: 'once' }, async (token) => {
    const { body } = await sdk.robot.orgGroupSendWithOptions(
      new robotApi.OrgGroupSendRequest({ robotCode, openConversationId: place.group, ...plainForm(message) }),
      new robotApi.OrgGroupSendHeaders({ xAcsDingtalkAccessToken: token }),
      runtime,
    );
    return held(body?.processQueryKey);
  });
  return { receipt };
}

/** A 200 here does not mean delivered: the receiver may stand in one of two lists. */
async function sayToOne(
  api: OpenApi,
  sdk: Sdk,
  place: In<'chat'>,
  message: PlainMessage,
  lane: Lane,
): Promise<Delivered> {
  const { robotCode } = api.settings;
  const body = await api.run({ api: 'robot.oto.send', lane, repeat: 'once' }, async (token) => {
    const sent = await sdk.robot.batchSendOTOWithOptions(
      new robotApi.BatchSendOTORequest({ robotCode, userIds: [place.user], ...plainForm(message) }),
      new robotApi.BatchSendOTOHeaders({ xAcsDingtalkAccessToken: token }),
      runtime,
    );
    const { processQueryKey, flowControlledStaffIdList, invalidStaffIdList } = held(sent.body);
    held(processQueryKey ?? flowControlledStaffIdList?.[0] ?? invalidStaffIdList?.[0]);
    return sent.body;
  });
  if (body?.flowControlledStaffIdList?.includes(place.user))
    throw new Unreachable('dingtalk.unreachable', 'the receiver is throttled for now');
  if (body?.invalidStaffIdList?.includes(place.user))
    throw new Undeliverable('userNotExist', 'drop', 'the receiver is not in the organisation');
  return body?.processQueryKey ? { receipt: body.processQueryKey } : {};
}

/** The address is a key that came with a message: only DingTalk's own host is spoken to, and it is never written anywhere. */
async function answer(api: OpenApi, address: string, message: Parameters<Messenger['answer']>[1]): Promise<void> {
  if (URL.parse(address)?.origin !== new URL(baseOf(api.settings.bases.oapi)).origin)
    throw new Refused('door.bad-request', 'An answer goes only to DingTalk itself');
  const asked = await axios
    .post<unknown>(address, sessionForm(message), { timeout: 5_000, maxRedirects: 0, validateStatus: () => true })
    .catch((error: unknown) => faultOf(error));
  const fault = 'action' in asked ? asked : faultIn(asked.status, asked.data);
  if (!fault) return api.quota.count('push');
  const says = `robot.session: ${fault.code}`;
  switch (fault.action) {
    case 'RETRY':
    case 'SLOW':
    case 'REFRESH':
      throw new Unreachable('dingtalk.unreachable', says);
    case 'CHECK':
      throw new UnknownOutcome(says);
    case 'STOP':
    case 'DROP':
      throw new Undeliverable(fault.code, 'drop', says);
  }
}

const remindTypes: Readonly<Record<DingHow, number>> = { app: 1, sms: 2, phone: 3 };

/** So many people at once in the app; calls and SMS are rung in smaller rounds. */
const ringAtOnce: Readonly<Record<DingHow, number>> = { app: 200, sms: 20, phone: 20 };

async function ding(
  api: OpenApi,
  sdk: Sdk,
  users: readonly UserId[],
  text: string,
  how: DingHow,
): ReturnType<Messenger['ding']> {
  const failed: UserId[] = [];
  const receipts: string[] = [];
  for (let from = 0; from < users.length; from += ringAtOnce[how]) {
    const round = users.slice(from, from + ringAtOnce[how]);
    try {
      const { receipt, missed } = await ring(api, sdk, round, text, how);
      receipts.push(receipt);
      failed.push(...missed);
    } catch (error) {
      // Some were rung already: the rest is told as failed, so that nobody is rung twice.
      if (receipts.length === 0) throw error;
      failed.push(...round);
    }
  }
  return { failed, ...(receipts[0] ? { receipt: receipts[0] } : {}) };
}

async function ring(api: OpenApi, sdk: Sdk, users: readonly UserId[], text: string, how: DingHow) {
  const body = await api.run({ api: 'robot.ding', lane: 'now', repeat: 'once' }, async (token) => {
    const sent = await sdk.robot.robotSendDingWithOptions(
      new robotApi.RobotSendDingRequest({
        robotCode: api.settings.robotCode,
        remindType: remindTypes[how],
        receiverUserIdList: [...users],
        content: text,
        ...(how === 'phone' ? { callVoice: 'Cantonese_Female_Voice' } : {}),
      }),
      new robotApi.RobotSendDingHeaders({ xAcsDingtalkAccessToken: token }),
      runtime,
    );
    return { receipt: held(sent.body?.openDingId), failedList: sent.body?.failedList };
  });
  const failed = new Set(
    Object.values(body.failedList ?? {})
      .flat()
      .map(String),
  );
  return { receipt: body.receipt, missed: users.filter((user) => failed.has(user)) };
}

async function recall(api: OpenApi, place: Place, receipt: string): Promise<void> {
  const path = place.in === 'group' ? '/v1.0/robot/groupMessages/recall' : '/v1.0/robot/otoMessages/batchRecall';
  const { failedResult = {} } = await api.json<{ failedResult?: Readonly<Record<string, unknown>> }>(
    { api: 'robot.recall', lane: 'soon', repeat: 'again' },
    'POST',
    path,
    {
      robotCode: api.settings.robotCode,
      processQueryKeys: [receipt],
      ...(place.in === 'group' ? { openConversationId: place.group } : {}),
    },
  );
  if (receipt in failedResult) throw new Undeliverable('not-recalled', 'drop', 'the message could not be recalled');
}

const reading = { api: 'robot.read', lane: 'optional', repeat: 'again' } as const;
const mostPages = 20;

async function readInGroup(api: OpenApi, place: In<'group'>, receipt: string): Promise<readonly UserId[]> {
  const all: UserId[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answered = await api.json<{ readUserIds?: string[]; hasMore?: boolean; nextToken?: string }>(
      reading,
      'POST',
      '/v1.0/robot/groupMessages/query',
      {
        processQueryKey: receipt,
        openConversationId: place.group,
        robotCode: api.settings.robotCode,
        maxResults: 200,
        ...(nextToken ? { nextToken } : {}),
      },
    );
    all.push(...(answered.readUserIds ?? []).map((user) => id<UserId>(user)));
    nextToken = answered.nextToken;
    if (!answered.hasMore || !nextToken) break;
  }
  return all;
}

async function readInChat(api: OpenApi, receipt: string): Promise<readonly UserId[]> {
  const asked = new URLSearchParams({ robotCode: api.settings.robotCode, processQueryKey: receipt });
  const { messageReadInfoList = [] } = await api.json<{
    messageReadInfoList?: { userId: string; readStatus: string }[];
  }>(reading, 'GET', `/v1.0/robot/oToMessages/readStatus?${asked}`);
  return messageReadInfoList.filter(({ readStatus }) => readStatus === 'READ').map(({ userId }) => id<UserId>(userId));
}
