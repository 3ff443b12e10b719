import type { GroupId, TenantId, UserId } from '../domain/ids.ts';

export type DirectoryEntry = {
  readonly user: UserId;
  readonly unionId: string;
  readonly name: string;
  readonly active: boolean;
  readonly home?: { readonly corpId: string; readonly user: string };
};

/** DingTalk's directory of one organisation, and its sign-in. */
export interface Directory {
  person(tenant: TenantId, user: UserId): Promise<DirectoryEntry | undefined>;
  /** Everybody, page by page; for the nightly comparison. */
  everyone(tenant: TenantId): Promise<readonly UserId[]>;
  members(tenant: TenantId, group: GroupId): Promise<readonly UserId[]>;
  /** Free login inside DingTalk: a code that works once, for five minutes. Refuses `door.login-code`. */
  signInByCode(tenant: TenantId, code: string): Promise<{ readonly user: UserId; readonly unionId: string }>;
  /** Web login in a plain browser by DingTalk OAuth. Refuses `door.login-code`. */
  signInByWeb(tenant: TenantId, code: string): Promise<{ readonly unionId: string }>;
  byUnionId(tenant: TenantId, unionId: string): Promise<UserId | undefined>;
  pageTicket(tenant: TenantId): Promise<string>;
}
