/** Who and what there is in the pretend DingTalk. Plain data, changed only by the parts. */
export type Person = {
  userId: string;
  unionId: string;
  name: string;
  nameZh?: string;
  title: string;
  departments: number[];
  active: boolean;
  admin: boolean;
  visible: boolean;
  home?: { corpId: string; userId: string };
};

export type App = {
  clientId: string;
  clientSecret: string;
  corpId: string;
  agentId: number;
  name: string;
  robotName: string;
  aesKey: string;
  token: string;
  scopes: '*' | string[];
  ticked: '*' | string[];
  homeUrl?: string;
  callbackUrl?: string;
  quota: { api: number; push: number; apiLimit: number; pushLimit: number };
};

export type Group = {
  corpId: string;
  openConversationId: string;
  title: string;
  owner: string;
  members: Set<string>;
  robots: Set<string>;
  spaceId: string;
  uuid?: string;
  disbanded?: boolean;
};

export type Corp = {
  corpId: string;
  name: string;
  departments: { id: number; parent?: number; name: string }[];
  people: Map<string, Person>;
  groups: Map<string, Group>;
  apps: Map<string, App>;
};

export type StoredFile = {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly code: string;
  readonly spaceId?: string;
  readonly fileId?: string;
};

export type MessageKind =
  | 'text'
  | 'markdown'
  | 'actionCard'
  | 'card'
  | 'picture'
  | 'richText'
  | 'file'
  | 'audio'
  | 'video'
  | 'link'
  | 'image'
  | 'notice';

export type StoredMessage = {
  readonly messageId: string;
  readonly corpId: string;
  readonly conversationId: string;
  readonly at: number;
  readonly from: {
    readonly kind: 'user' | 'robot';
    readonly userId?: string;
    readonly clientId?: string;
    readonly name: string;
  };
  readonly kind: MessageKind;
  readonly text?: string;
  readonly title?: string;
  readonly buttons?: readonly { readonly title: string; readonly url: string }[];
  readonly file?: StoredFile;
  readonly durationMs?: number;
  readonly recognition?: string;
  readonly outTrackId?: string;
  readonly quote?: { readonly messageId: string; readonly summary: string };
  readonly mention: boolean;
  /** Whom it mentions by name. */
  readonly atUsers: readonly string[];
  /** A card pinned to the top of the conversation, until then. */
  readonly pinnedUntil?: number;
  readonly recipients?: readonly string[];
  readonly pushText?: string;
  readonly processQueryKey?: string;
  readonly readBy: Map<string, number>;
  recalled: boolean;
};

/** Where a conversation is: a group, or one person's chat with one app's robot. */
export type Conversation = { readonly corpId: string; readonly conversationId: string } & (
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'robot'; readonly clientId: string; readonly userId: string }
);

export type Faults = {
  handshake401Until?: number;
  gateway5xxUntil?: number;
  apiDownUntil?: number;
  apiSlowMs?: number;
  dropAck?: number;
  duplicatePush?: number;
  delayPushMs?: number;
  reorderPush?: number;
  halfOpen?: number;
  killMidFrame?: number;
  malformedFrame?: number;
  loseEvents?: number;
  tokenExpiresInS?: number;
  quotaUsedUp?: { api?: boolean; push?: boolean };
  missingScope?: string[];
  qpsLimit?: number;
  flowControlled?: string[];
  unknownSendResult?: number;
  /** Clients that do not say which file was quoted. */
  oldClients?: boolean;
  templateUnpublished?: string[];
  contentRefused?: string[];
  downloadExpired?: boolean;
  retryCallbacksAfterMs?: number;
};

/** The knobs that say how many of the next occasions fail. */
export type CountedFault =
  | 'dropAck'
  | 'duplicatePush'
  | 'reorderPush'
  | 'halfOpen'
  | 'killMidFrame'
  | 'malformedFrame'
  | 'loseEvents'
  | 'unknownSendResult';
