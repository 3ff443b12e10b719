import { randomBytes } from 'node:crypto';
import { type Endpoint, get, post } from '../engines/endpoint.ts';
import { refuse } from '../engines/refusal.ts';
import { needText, number, text, texts, type Wire } from '../engines/wire.ts';
import type { StoredMessage } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Dings } from './dings.ts';
import { plainFrom } from './msg-param.ts';

const day = 24 * 3_600_000;
const scope = { scope: 'qyapi_robot_sendmsg' };

/** What a robot says and asks: sending, recalling, who has read, DING. */
export function robotEndpoints(world: World, dings: Dings): readonly Endpoint[] {
  const key = () => `${randomBytes(9).toString('base64')}=`;

  const robotOf = (clientId: string, body: Wire) => {
    const robotCode = text(body, 'robotCode') ?? refuse('invalidParameter.robotCode.empty', 'robotCode is missing');
    if (robotCode !== clientId) refuse('invalidParameter.robotCode.notExsit', 'there is no such robot');
    return world.app(clientId) ?? refuse('invalidParameter.robotCode.invalid', 'there is no such robot');
  };

  const said = (body: Wire) => {
    const plain = plainFrom(text(body, 'msgKey'), text(body, 'msgParam'));
    if (world.isRefused(JSON.stringify(plain))) refuse('contain.notAllowed.text', 'the content check refused the text');
    return plain;
  };

  const recall = (clientId: string, keys: readonly string[]) => {
    if (keys.length > 20) refuse('invalidParameter.processQueryKeys.overMax', 'at most 20 at once');
    const successResult: string[] = [];
    const failedResult: Record<string, string> = {};
    for (const one of keys) {
      const messages = world.messages.byQueryKey(one).filter(({ from }) => from.clientId === clientId);
      const [first] = messages;
      if (!first) failedResult[one] = 'invalid.processQueryKey';
      else if (world.now() - first.at > day) failedResult[one] = 'processQueryKey.expireTime';
      else {
        for (const message of messages) takeBack(world, message);
        successResult.push(one);
      }
    }
    return { successResult, failedResult };
  };

  const asked = (body: Wire, clientId: string): readonly [StoredMessage, ...StoredMessage[]] => {
    const sent = world.messages.byQueryKey(needText(body, 'processQueryKey', 'invalid.processQueryKey'));
    const [first, ...rest] = sent.filter(({ from }) => from.clientId === clientId);
    if (!first) return refuse('invalid.processQueryKey', 'there is no such message');
    if (world.now() - first.at > day) return refuse('processQueryKey.expireTime', 'older than 24 hours');
    return [first, ...rest];
  };

  return [
    post(
      '/v1.0/robot/groupMessages/send',
      ({ body, corpId, clientId }) => {
        const app = robotOf(clientId, body);
        const group =
          world.group(
            corpId,
            text(body, 'openConversationId') ?? refuse('miss.openConversationId', 'openConversationId is missing'),
          ) ?? refuse('invalid.openConversationId', 'there is no such group');
        if (!group.robots.has(clientId)) refuse('robot.oto.notExist', 'the robot is not in the group');
        const plain = said(body);
        const processQueryKey = key();
        world.post({
          corpId,
          conversationId: group.openConversationId,
          from: { kind: 'robot', clientId, name: app.robotName },
          ...plain,
          processQueryKey,
        });
        if (world.strikes('unknownSendResult')) refuse('unknown.send.result', 'the result is not known');
        return { processQueryKey };
      },
      scope,
    ),
    post(
      '/v1.0/robot/oToMessages/batchSend',
      ({ body, corpId, clientId }) => {
        const app = robotOf(clientId, body);
        const users = texts(body, 'userIds');
        if (users.length === 0) refuse('invalidParameter.userIds.empty', 'userIds is missing');
        if (users.length > 20) refuse('invalidParameter.userIds.overMax', 'at most 100');
        const plain = said(body);
        const processQueryKey = key();
        const slow = world.faults.flowControlled ?? [];
        const invalidStaffIdList = users.filter((user) => !world.person(corpId, user)?.active);
        const flowControlledStaffIdList = users.filter((user) => slow.includes(user));
        for (const user of users.filter(
          (one) => !invalidStaffIdList.includes(one) && !flowControlledStaffIdList.includes(one),
        )) {
          world.post({
            corpId,
            conversationId: world.chatId(clientId, user),
            from: { kind: 'robot', clientId, name: app.robotName },
            ...plain,
            processQueryKey,
          });
        }
        if (world.strikes('unknownSendResult')) refuse('unknown.send.result', 'the result is not known');
        return { processQueryKey, invalidStaffIdList, flowControlledStaffIdList };
      },
      scope,
    ),
    post(
      '/v1.0/robot/otoMessages/batchRecall',
      ({ body, clientId }) => (robotOf(clientId, body), recall(clientId, texts(body, 'processQueryKeys'))),
      scope,
    ),
    post(
      '/v1.0/robot/groupMessages/recall',
      ({ body, clientId }) => (robotOf(clientId, body), recall(clientId, texts(body, 'processQueryKeys'))),
      scope,
    ),
    get(
      '/v1.0/robot/oToMessages/readStatus',
      ({ query, clientId, corpId }) => {
        const messages = asked(query, clientId);
        return {
          sendStatus: messages[0].recalled ? 'RECALLED' : 'SUCCESS',
          messageReadInfoList: messages.map((message) => readingOf(world, corpId, message)),
        };
      },
      scope,
    ),
    post(
      '/v1.0/robot/groupMessages/query',
      ({ body, clientId }) => {
        const [message] = asked(body, clientId);
        const size = Math.min(number(body, 'maxResults') ?? 200, 200);
        const from = Number(text(body, 'nextToken') ?? 0);
        const readers = [...message.readBy.keys()];
        return {
          sendStatus: message.recalled ? 'RECALLED' : 'SUCCESS',
          readUserIds: readers.slice(from, from + size),
          hasMore: from + size < readers.length,
          nextToken: String(from + size),
        };
      },
      scope,
    ),
    post(
      '/v1.0/robot/groups/robots/query',
      ({ body, corpId }) => {
        const group =
          world.group(corpId, needText(body, 'openConversationId', 'miss.openConversationId')) ??
          refuse('invalid.openConversationId', 'there is no such group');
        return {
          chatbotInstanceVOList: [...group.robots].map((robotCode) => ({
            robotCode,
            name: world.app(robotCode)?.robotName ?? '',
            downloadIconURL: '',
            openRobotType: 2,
          })),
        };
      },
      scope,
    ),
    post(
      '/v1.0/robot/ding/send',
      ({ body, corpId, clientId }) => {
        robotOf(clientId, body);
        const type = number(body, 'remindType') ?? refuse('invalidParameter.remindType', 'remindType is missing');
        const users = texts(body, 'receiverUserIdList');
        const most = type === 1 ? 200 : 20;
        if (users.length === 0 || users.length > most)
          refuse('invalidParameter.userIds.overMax', `1 to ${most} receivers`);
        return dings.send(
          corpId,
          clientId,
          users,
          type,
          needText(body, 'content', 'miss.param.content'),
          text(body, 'callVoice'),
        );
      },
      { scope: 'Premium.Ding.Write' },
    ),
    post(
      '/v1.0/robot/ding/recall',
      ({ body, clientId }) => (
        robotOf(clientId, body), { openDingId: dings.recall(needText(body, 'openDingId', 'miss.param.openDingId')) }
      ),
      { scope: 'Premium.Ding.Write' },
    ),
  ];
}

/** Of a chat between one person and the robot: has that person read it? */
function readingOf(world: World, corpId: string, message: StoredMessage) {
  const conversation = world.conversation(corpId, message.conversationId);
  const userId = conversation?.kind === 'robot' ? conversation.userId : '';
  const readStatus = message.readBy.has(userId) ? 'READ' : 'UNREAD';
  return { name: world.person(corpId, userId)?.name ?? '', userId, readStatus };
}

/** DingTalk shows no notice of it to anybody. */
function takeBack(world: World, message: StoredMessage): void {
  message.recalled = true;
  world.changed('message', { corpId: message.corpId, conversationId: message.conversationId });
}
