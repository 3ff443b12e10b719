import axios from 'axios';
import type { UserId } from '#src/domain/ids.ts';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import {
  type Lane,
  type Messenger,
  type NewCard,
  type Place,
  type PlainMessage,
  Undeliverable,
} from '#src/ports/messenger.ts';
import type { OpenApi } from './openapi/open-api.ts';
import { cardApi, robotApi, runtime, type Sdk } from './openapi/sdk.ts';

/** Speaks into one organisation. */
export function messengerOf(api: OpenApi, sdk: Sdk): Messenger {
  const { settings } = api;
  const robotCode = settings.robotCode;

  const messenger: Messenger = {
    postCard: async (card, lane) => {
      try {
        return await createAndDeliver(api, sdk, card, lane);
      } catch (error) {
        // Our own id again: an earlier try got through.
        if (error instanceof Undeliverable && error.reason === 'param.cardAlreadyExist') return {};
        throw error;
      }
    },
    changeCard: async ({ track, values, forViewer }, lane) => {
      await api.run({ api: 'card.update', lane, repeat: 'again' }, (token) =>
        sdk.card.updateCardWithOptions(
          new cardApi.UpdateCardRequest({
            outTrackId: track,
            userIdType: 1,
            cardUpdateOptions: new cardApi.UpdateCardRequestCardUpdateOptions({
              updateCardDataByKey: true,
              updatePrivateDataByKey: true,
            }),
            ...(values ? { cardData: new cardApi.UpdateCardRequestCardData({ cardParamMap: { ...values } }) } : {}),
            ...(forViewer ? { privateData: privateData(forViewer) } : {}),
          }),
          new cardApi.UpdateCardHeaders({ xAcsDingtalkAccessToken: token }),
          runtime,
        ),
      );
    },
    say: async (place, message, lane) => {
      const { msgKey, msgParam } = plainForm(message);
      if (place.in === 'group') {
        const { body } = await api.run({ api: 'robot.group.send', lane, repeat: 'once' }, (token) =>
          sdk.robot.orgGroupSendWithOptions(
            new robotApi.OrgGroupSendRequest({ robotCode, openConversationId: place.group, msgKey, msgParam }),
            new robotApi.OrgGroupSendHeaders({ xAcsDingtalkAccessToken: token }),
            runtime,
          ),
        );
        return body?.processQueryKey ? { receipt: body.processQueryKey } : {};
      }
      const { body } = await api.run({ api: 'robot.oto.send', lane, repeat: 'once' }, (token) =>
        sdk.robot.batchSendOTOWithOptions(
          new robotApi.BatchSendOTORequest({ robotCode, userIds: [place.user], msgKey, msgParam }),
          new robotApi.BatchSendOTOHeaders({ xAcsDingtalkAccessToken: token }),
          runtime,
        ),
      );
      if (body?.flowControlledStaffIdList?.includes(place.user))
        throw new Unreachable('dingtalk.unreachable', 'the receiver is throttled for now');
      if (body?.invalidStaffIdList?.includes(place.user))
        throw new Undeliverable('userNotExist', 'drop', 'the receiver is not in the organisation');
      return body?.processQueryKey ? { receipt: body.processQueryKey } : {};
    },
    answer: async (address, message) => {
      if (new URL(address).host !== new URL(settings.bases.oapi).host)
        throw new Refused('door.bad-request', 'An answer goes only to DingTalk itself');
      const { data } = await axios
        .post<{ errcode?: number }>(address, sessionForm(message), { timeout: 5_000, maxRedirects: 0 })
        .catch((cause: unknown) => {
          throw new Unreachable('dingtalk.unreachable', 'the session did not answer', { cause });
        });
      if (data.errcode) throw new Undeliverable(String(data.errcode), 'drop', 'the session has ended');
    },
    ding: async (_tenant, users, text, how) => {
      const remindType = how === 'app' ? 1 : how === 'sms' ? 2 : 3;
      const { body } = await api.run({ api: 'robot.ding', lane: 'now', repeat: 'once' }, (token) =>
        sdk.robot.robotSendDingWithOptions(
          new robotApi.RobotSendDingRequest({
            robotCode,
            remindType,
            receiverUserIdList: [...users],
            content: text,
            ...(how === 'phone' ? { callVoice: 'Cantonese_Female_Voice' } : {}),
          }),
          new robotApi.RobotSendDingHeaders({ xAcsDingtalkAccessToken: token }),
          runtime,
        ),
      );
      const failed = Object.values(body?.failedList ?? {})
        .flat()
        .map(String);
      return {
        failed: users.filter((user) => failed.includes(user)),
        ...(body?.openDingId ? { receipt: body.openDingId } : {}),
      };
    },
    recall: async (place, receipt) => {
      const path = place.in === 'group' ? '/v1.0/robot/groupMessages/recall' : '/v1.0/robot/otoMessages/batchRecall';
      await api.json({ api: 'robot.recall', lane: 'soon', repeat: 'again' }, 'POST', path, {
        robotCode,
        processQueryKeys: [receipt],
        ...(place.in === 'group' ? { openConversationId: place.group } : {}),
      });
    },
    readBy: (place, receipt) => readBy(api, place, receipt),
  };
  return messenger;
}

async function createAndDeliver(api: OpenApi, sdk: Sdk, card: NewCard, lane: Lane): Promise<{ receipt?: string }> {
  const { robotCode } = api.settings;
  const inGroup = card.place.in === 'group';
  const openSpaceId =
    card.place.in === 'group' ? `dtv1.card//IM_GROUP.${card.place.group}` : `dtv1.card//IM_ROBOT.${card.place.user}`;
  const at = Object.fromEntries((card.mention ?? []).map(({ user, name }) => [user, name]));
  const { body } = await api.run({ api: 'card.create', lane, repeat: 'again' }, (token) =>
    sdk.card.createAndDeliverWithOptions(
      new cardApi.CreateAndDeliverRequest({
        cardTemplateId: card.template,
        outTrackId: card.track,
        callbackType: 'STREAM',
        userIdType: 1,
        openSpaceId,
        cardData: new cardApi.CreateAndDeliverRequestCardData({ cardParamMap: { ...card.values } }),
        ...(card.forViewer ? { privateData: privateData(card.forViewer) } : {}),
        ...(card.livePart
          ? {
              openDynamicDataConfig: new cardApi.CreateAndDeliverRequestOpenDynamicDataConfig({
                dynamicDataSourceConfigs: [
                  new cardApi.CreateAndDeliverRequestOpenDynamicDataConfigDynamicDataSourceConfigs({
                    dynamicDataSourceId: card.livePart.source,
                    constParams: { key: card.livePart.key },
                    pullConfig:
                      new cardApi.CreateAndDeliverRequestOpenDynamicDataConfigDynamicDataSourceConfigsPullConfig({
                        pullStrategy: 'RENDER',
                      }),
                  }),
                ],
              }),
            }
          : {}),
        ...(inGroup
          ? {
              imGroupOpenSpaceModel: new cardApi.CreateAndDeliverRequestImGroupOpenSpaceModel({
                supportForward: false,
                lastMessageI18n: { ZH_TW: card.push, EN_US: card.push },
                notification: new cardApi.CreateAndDeliverRequestImGroupOpenSpaceModelNotification({
                  alertContent: card.push,
                  notificationOff: false,
                }),
              }),
              imGroupOpenDeliverModel: new cardApi.CreateAndDeliverRequestImGroupOpenDeliverModel({
                robotCode,
                ...(Object.keys(at).length > 0 ? { atUserIds: at } : {}),
                ...(card.onlyFor ? { recipients: [...card.onlyFor] } : {}),
              }),
            }
          : {
              imRobotOpenSpaceModel: new cardApi.CreateAndDeliverRequestImRobotOpenSpaceModel({
                supportForward: false,
                lastMessageI18n: { ZH_TW: card.push, EN_US: card.push },
                notification: new cardApi.CreateAndDeliverRequestImRobotOpenSpaceModelNotification({
                  alertContent: card.push,
                  notificationOff: false,
                }),
              }),
              imRobotOpenDeliverModel: new cardApi.CreateAndDeliverRequestImRobotOpenDeliverModel({
                spaceType: 'IM_ROBOT',
                robotCode,
              }),
            }),
      }),
      new cardApi.CreateAndDeliverHeaders({ xAcsDingtalkAccessToken: token }),
      runtime,
    ),
  );
  const [delivered] = body?.result?.deliverResults ?? [];
  // "success" at the top does not mean delivered: only the result of the space does.
  if (!delivered?.success)
    throw new Undeliverable(
      delivered?.errorMsg ? 'not-delivered' : 'empty-answer',
      'drop',
      'the card was not delivered to its place',
    );
  return delivered.carrierId ? { receipt: delivered.carrierId } : {};
}

const privateData = (
  forViewer: Readonly<Record<UserId, Readonly<Record<string, string>>>>,
): Record<string, InstanceType<typeof cardApi.PrivateDataValue>> =>
  Object.fromEntries(
    Object.entries(forViewer).map(([user, values]) => [
      user,
      new cardApi.PrivateDataValue({ cardParamMap: { ...values } }),
    ]),
  );

/** A title, Markdown and link buttons in the form DingTalk has for that many buttons; cut to its 15,000 bytes. */
function plainForm({ title, text, buttons = [] }: PlainMessage): { msgKey: string; msgParam: string } {
  const body = cut(text, 12_000);
  const [only, ...more] = buttons;
  if (!only) return { msgKey: 'sampleMarkdown', msgParam: JSON.stringify({ title, text: body }) };
  if (more.length === 0)
    return {
      msgKey: 'sampleActionCard',
      msgParam: JSON.stringify({ title, text: body, singleTitle: only.label, singleURL: only.url }),
    };
  const shown = buttons.slice(0, 5);
  return {
    msgKey: `sampleActionCard${shown.length}`,
    msgParam: JSON.stringify({
      title,
      text: body,
      ...Object.fromEntries(
        shown.flatMap(({ label, url }, index) => [
          [`actionTitle${index + 1}`, label],
          [`actionURL${index + 1}`, url],
        ]),
      ),
    }),
  };
}

const sessionForm = ({
  title,
  text,
  buttons = [],
  mention,
}: PlainMessage & { readonly mention?: readonly UserId[] }): object => ({
  ...(buttons.length > 0
    ? {
        msgtype: 'actionCard',
        actionCard: {
          title,
          text,
          btnOrientation: '0',
          btns: buttons.map(({ label, url }) => ({ title: label, actionURL: url })),
        },
      }
    : {
        msgtype: 'markdown',
        markdown: { title, text: mention?.length ? `${text}\n\n${mention.map((user) => `@${user}`).join(' ')}` : text },
      }),
  ...(mention?.length ? { at: { atUserIds: mention } } : {}),
});

function cut(text: string, bytes: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > bytes) kept = kept.slice(0, Math.floor(kept.length * 0.9));
  return kept;
}

async function readBy(api: OpenApi, place: Place, receipt: string): Promise<readonly UserId[]> {
  const { robotCode } = api.settings;
  const call = { api: 'robot.read', lane: 'optional', repeat: 'again' } as const;
  // User ids come from DingTalk as they are; the brand is ours.
  if (place.in === 'group')
    return ((
      await api.json<{ readUserIds?: string[] }>(call, 'POST', '/v1.0/robot/groupMessages/query', {
        processQueryKey: receipt,
        openConversationId: place.group,
        robotCode,
        maxResults: 200,
      })
    ).readUserIds ?? []) as UserId[];
  const { messageReadInfoList = [] } = await api.json<{
    messageReadInfoList?: { userId: string; readStatus: string }[];
  }>(
    call,
    'GET',
    `/v1.0/robot/oToMessages/readStatus?robotCode=${encodeURIComponent(robotCode)}&processQueryKey=${encodeURIComponent(receipt)}`,
  );
  return messageReadInfoList.filter(({ readStatus }) => readStatus === 'READ').map(({ userId }) => userId as UserId);
}
