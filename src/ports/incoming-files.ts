import type { Readable } from 'node:stream';
import type { GroupId, TenantId } from '../domain/ids.ts';

export type SpaceFile = {
  readonly space: string;
  readonly file: string;
  readonly version: number;
  readonly name: string;
  readonly bytes: number;
  readonly creatorUnionId: string;
  readonly at: Date;
};

/** Bytes that people left in DingTalk. Every fetch is bounded in bytes and time and goes only to allowed hosts. */
export interface IncomingFiles {
  /** By the download code of a robot message. Refuses `upload.expired`, `upload.too-large`, Unreachable. */
  fromMessage(tenant: TenantId, downloadCode: string, limitBytes: number): Promise<Readable>;
  /** What lies in a group's file space, oldest first. */
  inGroup(tenant: TenantId, group: GroupId, since: Date | undefined): Promise<readonly SpaceFile[]>;
  fromSpace(
    tenant: TenantId,
    space: string,
    file: string,
    limitBytes: number,
  ): Promise<{ readonly bytes: Readable; readonly region: string }>;
  entry(tenant: TenantId, space: string, file: string): Promise<SpaceFile | undefined>;
  /** Asks DingTalk to tell us of new files in a group's space. Idempotent. */
  watch(tenant: TenantId, group: GroupId): Promise<{ readonly space: string }>;
}
