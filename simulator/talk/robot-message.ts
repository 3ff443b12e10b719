import type { App, Conversation, Person, StoredMessage } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Session, Sessions } from './sessions.ts';

type Heard = {
  readonly conversation: Conversation;
  readonly sender: Person;
  readonly message: StoredMessage;
  readonly quoted: StoredMessage | undefined;
};

/** The flat object a robot gets, with the oddities of the real one. */
export function robotMessage(world: World, sessions: Sessions, app: App, heard: Heard): object {
  const { conversation, message, quoted } = heard;
  const envelope = envelopeOf(app, heard, sessions.open(app.clientId, conversation));
  if (world.faults.quotaUsedUp?.push || app.quota.push >= app.quota.pushLimit) {
    const errorMessage = 'the message quota of the organisation is used up';
    return { ...envelope, msgtype: message.kind, errorCode: 20001, errorMessage };
  }
  const reply = quoted && { isReplyMsg: true, repliedMsg: repliedMsg(quoted, world.faults.oldClients ?? false) };
  return { ...envelope, ...bodyOf(message, conversation.kind === 'group', reply ?? {}), ...originalIds(quoted) };
}

const envelopeOf = (
  app: App,
  { conversation, sender, message }: Heard,
  { address, until }: { readonly address: string; readonly until: Session['until'] },
) => ({
  msgId: message.messageId,
  ...(conversation.kind === 'group'
    ? {
        conversationType: '2',
        conversationTitle: conversation.group.title,
        isInAtList: true,
        atUsers: [{ dingtalkId: opaque(app.clientId) }],
      }
    : { conversationType: '1' }),
  conversationId: conversation.conversationId,
  chatbotCorpId: conversation.corpId,
  chatbotUserId: opaque(app.clientId),
  robotCode: app.clientId,
  senderId: opaque(sender.userId),
  senderStaffId: sender.userId,
  senderNick: sender.name,
  senderCorpId: conversation.corpId,
  senderPlatform: 'iOS',
  isAdmin: sender.admin,
  createAt: message.at,
  sessionWebhook: address,
  sessionWebhookExpiredTime: until,
});

/** Good for nothing: an id of DingTalk's own that no call takes. */
const opaque = (id: string): string => `$:LWCP_v1:$${id}`;

const originalIds = (quoted: StoredMessage | undefined) =>
  quoted === undefined
    ? {}
    : {
        originalMsgId: quoted.messageId,
        ...(quoted.processQueryKey === undefined ? {} : { originalProcessQueryKey: quoted.processQueryKey }),
      };

/** A text begins with the blank where the mention was cut out; a quote sits inside the text, or inside the content of rich text. */
function bodyOf(
  { kind, text = '', file, durationMs = 4000, recognition }: StoredMessage,
  inGroup: boolean,
  reply: object,
) {
  const downloadCode = file?.code;
  const picture = { downloadCode, pictureDownloadCode: downloadCode };
  if (kind === 'audio') return { msgtype: kind, content: { duration: durationMs, downloadCode, recognition } };
  if (kind === 'video') return { msgtype: kind, content: { duration: durationMs, downloadCode, videoType: 'mp4' } };
  if (kind === 'file') {
    const { fileName, spaceId = '', fileId = '' } = file ?? {};
    return { msgtype: kind, content: { downloadCode, fileName, spaceId, fileId } };
  }
  // a mention is text, so a picture with a mention comes as rich text
  if (kind === 'richText' || (kind === 'picture' && inGroup)) {
    const richText = [...(text === '' ? [] : [{ text }]), { type: 'picture', ...picture }];
    return { msgtype: 'richText', content: { richText, ...reply } };
  }
  if (kind === 'picture') return { msgtype: kind, content: picture };
  return { msgtype: 'text', text: { content: `${inGroup ? ' ' : ''}${text}`, ...reply } };
}

/** What a person quoted. Old clients name no file; and the content is an object, or a JSON string, as it happens. */
function repliedMsg(quoted: StoredMessage, byOldClient: boolean): object {
  const { messageId, from, at, kind, text, file } = quoted;
  const base = { msgId: messageId, senderId: opaque(from.userId ?? from.clientId ?? ''), createdAt: at };
  const downloadCode = file?.code;
  if (quoted.recalled || (byOldClient && file)) return { ...base, msgType: 'unknownMsgType' };
  if (kind === 'text') return { ...base, msgType: kind, content: { text } };
  if (kind === 'card') return { ...base, msgType: 'interactiveCard' };
  if (kind === 'picture') return { ...base, msgType: kind, content: JSON.stringify({ downloadCode }) };
  if (kind === 'richText') {
    const richText = [...(text ? [{ text }] : []), { type: 'picture', downloadCode }];
    return { ...base, msgType: kind, content: { richText } };
  }
  if (kind === 'file') {
    const { fileName, spaceId = '', fileId = '' } = file ?? {};
    return { ...base, msgType: kind, content: { spaceId, fileName, downloadCode, fileId } };
  }
  return { ...base, msgType: 'unknownMsgType' };
}
