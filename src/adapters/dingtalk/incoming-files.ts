import { id, type UserId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Directory } from '#src/ports/dingtalk-people.ts';
import type { IncomingFiles, SpaceFile } from '#src/ports/incoming-files.ts';
import { Undeliverable } from '#src/ports/messenger.ts';
import { lenientDate } from './lenient-date.ts';
import { held } from './openapi/faulty.ts';
import type { OpenApi } from './openapi/open-api.ts';
import { robotApi, runtime, type Sdk } from './openapi/sdk.ts';
import { download } from './safe-download.ts';

type Dentry = {
  readonly id: string;
  readonly spaceId: string;
  readonly type?: string;
  readonly name: string;
  readonly size?: number;
  readonly version?: number;
  readonly status?: string;
  readonly creatorId?: string;
  readonly createTime?: string;
};

/** 50 entries a page: a space of 10,000 files. */
const mostPages = 200;

/** Bytes people left in one organisation: by message, and in the file spaces of its groups. */
export function incomingFilesOf(api: OpenApi, sdk: Sdk, directory: Directory): IncomingFiles {
  const { settings } = api;
  const read = (name: string) => ({ api: name, lane: 'soon', repeat: 'again' }) as const;
  let operator: { readonly unionId: Promise<string>; readonly until: number } | undefined;
  /** Storage calls are made in the name of a real member, who may leave: looked at again every hour. Without one they cannot be made. */
  const operatorUnionId = async (): Promise<string> => {
    if (!operator || operator.until < performance.now())
      operator = { unionId: findOperator(), until: performance.now() + 3_600_000 };
    try {
      return encodeURIComponent(await operator.unionId);
    } catch (error) {
      operator = undefined;
      throw error;
    }
  };
  const findOperator = async (): Promise<string> => {
    const { operatorUser, tenant } = settings;
    const found = operatorUser ? await directory.person(tenant, id<UserId>(operatorUser)) : undefined;
    if (!found?.active)
      throw new Undeliverable(
        'operator-missing',
        'stop',
        'name an operatorUser of this organisation who is a member of the hotline groups',
      );
    return found.unionId;
  };
  const spaceOf = async (group: string): Promise<string> => {
    const { space } = await api.json<{ space?: { spaceId?: string } }>(
      read('convFile.space'),
      'POST',
      `/v1.0/convFile/conversations/spaces/query?unionId=${await operatorUnionId()}`,
      { openConversationId: group },
    );
    if (!space?.spaceId) throw new Undeliverable('empty-answer', 'drop', 'the group has no file space');
    return space.spaceId;
  };

  return {
    fromMessage: async (_tenant, downloadCode, limitBytes) => {
      try {
        const address = await api.run({ api: 'robot.file', lane: 'now', repeat: 'again' }, async (token) => {
          const { body } = await sdk.robot.robotMessageFileDownloadWithOptions(
            new robotApi.RobotMessageFileDownloadRequest({ downloadCode, robotCode: settings.robotCode }),
            new robotApi.RobotMessageFileDownloadHeaders({ xAcsDingtalkAccessToken: token }),
            runtime,
          );
          return held(body?.downloadUrl);
        });
        return await download(settings, address, {}, limitBytes);
      } catch (error) {
        if (error instanceof Undeliverable && error.reason.startsWith('invalidParameter'))
          throw new Refused('upload.expired', 'The download code is wrong or too old');
        throw error;
      }
    },
    inGroup: async (_tenant, group, since) => {
      const space = await spaceOf(group);
      const found = new Map<string, SpaceFile>();
      let nextToken: string | undefined;
      for (let pages = 0; pages < mostPages; pages += 1) {
        const page = await api.json<{ dentries?: Dentry[]; nextToken?: string }>(
          read('storage.list'),
          'POST',
          `/v1.0/storage/spaces/${encodeURIComponent(space)}/dentries/listAll?unionId=${await operatorUnionId()}`,
          { option: { maxResults: 50, order: 'ASC', ...(nextToken ? { nextToken } : {}) } },
        );
        // Ascending order may repeat entries while the space changes; the name and version tell them apart.
        for (const dentry of page.dentries ?? []) {
          const file = fileOf(dentry);
          if (file && (!since || file.at >= since)) found.set(`${file.file} ${file.version}`, file);
        }
        nextToken = page.nextToken;
        if (!nextToken) break;
      }
      return [...found.values()];
    },
    entry: async (_tenant, space, file) => {
      const { dentry } = await api.json<{ dentry?: Dentry }>(
        read('storage.entry'),
        'POST',
        `/v1.0/storage/spaces/${encodeURIComponent(space)}/dentries/${encodeURIComponent(file)}/query?unionId=${await operatorUnionId()}`,
        { option: {} },
      );
      return dentry && fileOf(dentry);
    },
    fromSpace: async (_tenant, space, file, limitBytes) => {
      const { headerSignatureInfo: info } = await api.json<{
        headerSignatureInfo?: { resourceUrls?: string[]; headers?: Record<string, string>; region?: string };
      }>(
        read('storage.download'),
        'POST',
        `/v1.0/storage/spaces/${encodeURIComponent(space)}/dentries/${encodeURIComponent(file)}/downloadInfos/query?unionId=${await operatorUnionId()}`,
        { option: { preferIntranet: false } },
      );
      const [address] = info?.resourceUrls ?? [];
      if (!address) throw new Refused('upload.expired', 'DingTalk gave no address for the file');
      return {
        bytes: await download(settings, address, info?.headers ?? {}, limitBytes),
        region: info?.region ?? 'UNKNOWN',
      };
    },
    watch: async (_tenant, group) => {
      const space = await spaceOf(group);
      await api.json(
        read('storage.subscribe'),
        'POST',
        `/v1.0/storage/events/subscribe?unionId=${await operatorUnionId()}`,
        { scope: 'SPACE', scopeId: space },
      );
      return { space };
    },
  };
}

const fileOf = (dentry: Dentry): SpaceFile | undefined =>
  dentry.type === 'FOLDER' || (dentry.status ?? 'NORMAL') !== 'NORMAL'
    ? undefined
    : {
        space: dentry.spaceId,
        file: dentry.id,
        version: Number(dentry.version ?? 1),
        name: dentry.name,
        bytes: Number(dentry.size ?? 0),
        creatorUnionId: dentry.creatorId ?? '',
        at: lenientDate(dentry.createTime),
      };
