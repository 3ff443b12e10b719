import type { UserId } from '#src/domain/ids.ts';
import { type CardChange, type Delivered, type Lane, type NewCard, Undeliverable } from '#src/ports/messenger.ts';
import { Faulty, held } from './openapi/faulty.ts';
import type { OpenApi } from './openapi/open-api.ts';
import { cardApi, runtime, type Sdk } from './openapi/sdk.ts';

/** Creates a card and brings it to its place. A card of our own id that is there already is an earlier try that got through. */
export async function postCard(api: OpenApi, sdk: Sdk, card: NewCard, lane: Lane): Promise<Delivered> {
  try {
    return await createAndDeliver(api, sdk, card, lane);
  } catch (error) {
    if (error instanceof Undeliverable && error.reason === 'param.cardAlreadyExist') return {};
    throw error;
  }
}

/** Changes the given values and leaves the others; without the two options DingTalk would overwrite everything. */
export async function changeCard(
  api: OpenApi,
  sdk: Sdk,
  { track, values, forViewer }: CardChange,
  lane: Lane,
): Promise<void> {
  try {
    await api.run({ api: 'card.update', lane, repeat: 'again' }, async (token) => {
      const { body } = await sdk.card.updateCardWithOptions(
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
      );
      if (held(body?.success) === false) throw new Faulty({ action: 'RETRY', code: 'card-not-changed' });
    });
  } catch (error) {
    if (error instanceof Undeliverable && error.reason === 'param.cardNotExist')
      throw new Undeliverable('card-gone', 'drop', 'the card does not exist');
    throw error;
  }
}

async function createAndDeliver(api: OpenApi, sdk: Sdk, card: NewCard, lane: Lane): Promise<Delivered> {
  const delivered = await api.run({ api: 'card.create', lane, repeat: 'again' }, async (token) => {
    const { body } = await sdk.card.createAndDeliverWithOptions(
      requestFor(card, api.settings.robotCode),
      new cardApi.CreateAndDeliverHeaders({ xAcsDingtalkAccessToken: token }),
      runtime,
    );
    return held(body?.result?.deliverResults?.[0]);
  });
  // "success" at the top does not mean delivered: only the result of the place does.
  if (!delivered.success) throw new Undeliverable('not-delivered', 'drop', 'the card was not delivered to its place');
  return delivered.carrierId ? { receipt: delivered.carrierId } : {};
}

function requestFor(card: NewCard, robotCode: string): InstanceType<typeof cardApi.CreateAndDeliverRequest> {
  const { place } = card;
  return new cardApi.CreateAndDeliverRequest({
    cardTemplateId: card.template,
    outTrackId: card.track,
    callbackType: 'STREAM',
    userIdType: 1,
    openSpaceId: place.in === 'group' ? `dtv1.card//IM_GROUP.${place.group}` : `dtv1.card//IM_ROBOT.${place.user}`,
    cardData: new cardApi.CreateAndDeliverRequestCardData({ cardParamMap: { ...card.values } }),
    ...(card.forViewer ? { privateData: privateData(card.forViewer) } : {}),
    ...(card.livePart ? { openDynamicDataConfig: pulled(card.livePart) } : {}),
    ...(place.in === 'group' ? inGroup(card, robotCode) : inChat(card, robotCode)),
  });
}

/** What a lock screen and a list of chats may show. The card cannot be forwarded out of its place. */
const shownOutside = ({ push }: NewCard) => ({
  supportForward: false,
  lastMessageI18n: { ZH_CN: push, ZH_TW: push, EN_US: push },
});

function inGroup(card: NewCard, robotCode: string) {
  const at = Object.fromEntries((card.mention ?? []).map(({ user, name }) => [user, name]));
  return {
    imGroupOpenSpaceModel: new cardApi.CreateAndDeliverRequestImGroupOpenSpaceModel({
      ...shownOutside(card),
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
  };
}

const inChat = (card: NewCard, robotCode: string) => ({
  imRobotOpenSpaceModel: new cardApi.CreateAndDeliverRequestImRobotOpenSpaceModel({
    ...shownOutside(card),
    notification: new cardApi.CreateAndDeliverRequestImRobotOpenSpaceModelNotification({
      alertContent: card.push,
      notificationOff: false,
    }),
  }),
  imRobotOpenDeliverModel: new cardApi.CreateAndDeliverRequestImRobotOpenDeliverModel({
    spaceType: 'IM_ROBOT',
    robotCode,
  }),
});

/** Asked for by DingTalk each time a viewer looks, and not kept by it. */
const pulled = ({ source, key }: NonNullable<NewCard['livePart']>) =>
  new cardApi.CreateAndDeliverRequestOpenDynamicDataConfig({
    dynamicDataSourceConfigs: [
      new cardApi.CreateAndDeliverRequestOpenDynamicDataConfigDynamicDataSourceConfigs({
        dynamicDataSourceId: source,
        constParams: { key },
        pullConfig: new cardApi.CreateAndDeliverRequestOpenDynamicDataConfigDynamicDataSourceConfigsPullConfig({
          pullStrategy: 'RENDER',
        }),
      }),
    ],
  });

const privateData = (
  forViewer: Readonly<Record<UserId, Readonly<Record<string, string>>>>,
): Record<string, InstanceType<typeof cardApi.PrivateDataValue>> =>
  Object.fromEntries(
    Object.entries(forViewer).map(([user, values]) => [
      user,
      new cardApi.PrivateDataValue({ cardParamMap: { ...values } }),
    ]),
  );
