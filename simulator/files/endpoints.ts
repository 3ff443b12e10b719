import { randomBytes } from 'node:crypto';
import { type Endpoint, get, post } from '../engines/endpoint.ts';
import { refuse } from '../engines/refusal.ts';
import { asWire, needText, number, text } from '../engines/wire.ts';
import type { World } from '../world/world.ts';
import type { Dentry, GroupSpaces } from './group-spaces.ts';
import type { Links } from './links.ts';

/** Download codes, temporary addresses, and the group file spaces. */
export function fileEndpoints(world: World, spaces: GroupSpaces, links: Links): readonly Endpoint[] {
  const groupOf = (corpId: string, spaceId: string | undefined) =>
    [...(world.corps.get(corpId)?.groups.values() ?? [])].find((group) => group.spaceId === spaceId);
  const member = (corpId: string, spaceId: string | undefined, unionId: string | undefined) => {
    const group = groupOf(corpId, spaceId) ?? refuse('spaceNotExist', 'there is no such space', 404);
    const who = unionId ? world.byUnionId(corpId, unionId) : undefined;
    if (!who || !group.members.has(who.userId))
      refuse('permissionDenied', 'the operator is not a member of the group', 403);
    return group;
  };
  return [
    post(
      '/v1.0/robot/messageFiles/download',
      ({ body, clientId }) => {
        if (!text(body, 'robotCode')) refuse('invalidParameter.robotCode.empty', 'robotCode is missing');
        if (text(body, 'robotCode') !== clientId)
          refuse('invalidParameter.robotCode.auth', 'the code belongs to another robot');
        const file = world.files.get(needText(body, 'downloadCode', 'invalidParameter.downloadCode'));
        if (!file || world.faults.downloadExpired)
          return refuse('invalidParameter.downloadCode', 'the download code is wrong or expired');
        if (!file.clientIds.includes(clientId))
          refuse('invalidParameter.robotCode.auth', 'the code belongs to another robot');
        return { downloadUrl: links.make(file.bytes, 15 * 60_000) };
      },
      { scope: 'qyapi_robot_sendmsg' },
    ),
    post(
      '/v1.0/convFile/conversations/spaces/query',
      ({ body, corpId, query }) => {
        const group =
          world.group(corpId, needText(body, 'openConversationId', 'paramError')) ??
          refuse('conversationNotExist', 'there is no such conversation', 404);
        member(corpId, group.spaceId, text(query, 'unionId'));
        return {
          space: {
            spaceId: group.spaceId,
            corpId,
            createTime: new Date(world.now()).toISOString(),
            modifiedTime: new Date(world.now()).toISOString(),
          },
        };
      },
      { scope: 'ConvFile.Space.Read' },
    ),
    post(
      '/v1.0/storage/spaces/:spaceId/dentries/listAll',
      ({ body, corpId, query, params }) => {
        const group = member(corpId, params['spaceId'], text(query, 'unionId'));
        const option = asWire(body['option']);
        const size = Math.min(number(option, 'maxResults') ?? 50, 50);
        const from = Number(text(option, 'nextToken') ?? 0);
        const all = [...spaces.of(group.spaceId)];
        if (text(option, 'order') === 'DESC') all.reverse();
        const page = all.slice(from, from + size);
        return { dentries: page.map(shape), ...(from + size < all.length ? { nextToken: String(from + size) } : {}) };
      },
      { scope: 'Storage.File.Read' },
    ),
    post(
      '/v1.0/storage/spaces/:spaceId/dentries/:dentryId/query',
      ({ corpId, query, params }) => {
        const group = member(corpId, params['spaceId'], text(query, 'unionId'));
        return {
          dentry: shape(
            spaces.get(group.spaceId, params['dentryId'] ?? '') ??
              refuse('dentryNotExist', 'there is no such file', 404),
          ),
        };
      },
      { scope: 'Storage.File.Read' },
    ),
    post(
      '/v1.0/storage/spaces/:spaceId/dentries/:dentryId/downloadInfos/query',
      ({ corpId, query, params }) => {
        const group = member(corpId, params['spaceId'], text(query, 'unionId'));
        const dentry =
          spaces.get(group.spaceId, params['dentryId'] ?? '') ?? refuse('dentryNotExist', 'there is no such file', 404);
        const signature = randomBytes(12).toString('hex');
        return {
          protocol: 'HEADER_SIGNATURE',
          headerSignatureInfo: {
            resourceUrls: [links.make(dentry.bytes, 900_000, signature)],
            headers: { 'x-pretend-signature': signature, date: new Date(world.now()).toUTCString() },
            expirationSeconds: 900,
            region: 'ZHANGJIAKOU',
          },
        };
      },
      { scope: 'Storage.DownloadInfo.Read' },
    ),
    post('/v1.0/storage/events/subscribe', ({ body }) => {
      spaces.watch(needText(body, 'scopeId', 'paramError'));
      return { success: true };
    }),
    get('/v1.0/storage/spaces/:spaceId', ({ corpId, params }) => ({
      space: {
        id: (groupOf(corpId, params['spaceId']) ?? refuse('spaceNotExist', 'there is no such space', 404)).spaceId,
      },
    })),
  ];
}

/** DingTalk's own times here are ISO in the pages and Java dates in reality: this one is the second. */
const shape = (dentry: Dentry) => ({
  id: dentry.id,
  spaceId: dentry.spaceId,
  parentId: '0',
  type: 'FILE',
  name: dentry.name,
  size: dentry.bytes.length,
  path: `/${dentry.name}`,
  version: dentry.version,
  status: 'NORMAL',
  extension: dentry.name.split('.').at(-1) ?? '',
  creatorId: dentry.creatorId,
  modifierId: dentry.creatorId,
  createTime: javaDate(dentry.at),
  modifiedTime: javaDate(dentry.at),
  uuid: `uuid-${dentry.id}`,
  partitionType: 'PUBLIC_OSS_PARTITION',
  storageDriver: 'DINGTALK',
});

function javaDate(at: number): string {
  const [day, month, date, year, time] = new Date(at + 8 * 3_600_000)
    .toUTCString()
    .replace(',', '')
    .split(' ')
    .map((part, index, all) => [all[0], all[2], all[1], all[3], all[4]][index] ?? part);
  return `${day} ${month} ${date} ${time} CST ${year}`;
}
