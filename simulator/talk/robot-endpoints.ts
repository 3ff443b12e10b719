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
      const message = world.byQueryKey(one);
      if (!message || message.from.clientId !== clientId) failedResult[one] = 'invalid.processQueryKey';
      else if (world.now() - message.at > day) failedResult[one] = 'processQueryKey.expireTime';
      else {
        message.recalled = true;
        world.changed('message', { corpId: message.corpId, conversationId: message.conversationId });
        successResult.push(one);
      }
    }
    return { successResult, failedResult };
  };

  const asked = (body: Wire, clientId: string): StoredMessage => {
    const message = world.byQueryKey(needText(body, 'processQueryKey', 'invalid.processQueryKey'));
    if (!message || message.from.clientId !== clientId)
      return refuse('invalid.processQueryKey', 'there is no such message');
    if (world.now() - message.at > day) return refuse('processQueryKey.expireTime', 'older than 24 hours');
    return message;
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
        const message = asked(query, clientId);
        const conversation = world.conversation(corpId, message.conversationId);
        const userId = conversation?.kind === 'robot' ? conversation.userId : '';
        return {
          sendStatus: message.recalled ? 'RECALLED' : 'SUCCESS',
          messageReadInfoList: [
            {
              name: world.person(corpId, userId)?.name ?? '',
              userId,
              readStatus: message.readBy.has(userId) ? 'READ' : 'UNREAD',
            },
          ],
        };
      },
      scope,
    ),
    post(
      '/v1.0/robot/groupMessages/query',
      ({ body, clientId }) => {
        const message = asked(body, clientId);
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
