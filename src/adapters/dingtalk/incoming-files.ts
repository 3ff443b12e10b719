import { Refused } from '#src/domain/refused.ts';
import type { Directory } from '#src/ports/dingtalk-people.ts';
import type { IncomingFiles, SpaceFile } from '#src/ports/incoming-files.ts';
import { Undeliverable } from '#src/ports/messenger.ts';
import { lenientDate } from './lenient-date.ts';
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

/** Bytes people left in one organisation: by message, and in the file spaces of its groups. */
export function incomingFilesOf(api: OpenApi, sdk: Sdk, directory: Directory): IncomingFiles {
  const { settings } = api;
  const read = (name: string) => ({ api: name, lane: 'soon', repeat: 'again' }) as const;
  let operator: Promise<string> | undefined;
  /** Storage calls are made in the name of a real member; without one, they cannot be made. */
  const operatorUnionId = async (): Promise<string> => {
    operator ??= (async () => {
      const { operatorUser, tenant } = settings;
      // The configured operator is a user id of this organisation.
      const found = operatorUser
        ? await directory.person(tenant, operatorUser as Parameters<Directory['person']>[1])
        : undefined;
      if (!found?.active)
        throw new Undeliverable(
          'operator-missing',
          'stop',
          'name an operatorUser of this organisation who is a member of the hotline groups',
        );
      return found.unionId;
    })();
    operator.catch(() => {
      operator = undefined;
    });
    return encodeURIComponent(await operator);
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
        const { body } = await api.run({ api: 'robot.file', lane: 'now', repeat: 'again' }, (token) =>
          sdk.robot.robotMessageFileDownloadWithOptions(
            new robotApi.RobotMessageFileDownloadRequest({ downloadCode, robotCode: settings.robotCode }),
            new robotApi.RobotMessageFileDownloadHeaders({ xAcsDingtalkAccessToken: token }),
            runtime,
          ),
        );
        if (!body?.downloadUrl) throw new Refused('upload.expired', 'DingTalk gave no address for the file');
        return await download(settings, body.downloadUrl, {}, limitBytes);
      } catch (error) {
        if (error instanceof Undeliverable && error.reason.startsWith('invalidParameter'))
          throw new Refused('upload.expired', 'The download code is wrong or too old');
        throw error;
      }
    },
    inGroup: async (_tenant, group, since) => {
      const space = await spaceOf(group);
      const found = new Map<string, SpaceFile>();
      for (let nextToken: string | undefined; ; ) {
        const page = await api.json<{ dentries?: Dentry[]; nextToken?: string }>(
          read('storage.list'),
          'POST',
          `/v1.0/storage/spaces/${space}/dentries/listAll?unionId=${await operatorUnionId()}`,
          { option: { maxResults: 50, order: 'ASC', ...(nextToken ? { nextToken } : {}) } },
        );
        // Ascending order may repeat entries while the space changes; the name and version tell them apart.
        for (const dentry of page.dentries ?? []) {
          const file = fileOf(dentry);
          if (file && (!since || file.at >= since)) found.set(`${file.file} ${file.version}`, file);
        }
        nextToken = page.nextToken;
        if (!nextToken) return [...found.values()];
      }
    },
    entry: async (_tenant, space, file) => {
      const { dentry } = await api.json<{ dentry?: Dentry }>(
        read('storage.entry'),
        'POST',
        `/v1.0/storage/spaces/${space}/dentries/${file}/query?unionId=${await operatorUnionId()}`,
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
        `/v1.0/storage/spaces/${space}/dentries/${file}/downloadInfos/query?unionId=${await operatorUnionId()}`,
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
