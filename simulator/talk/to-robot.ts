import { randomBytes } from 'node:crypto';
import type { GroupSpaces } from '../files/group-spaces.ts';
import type { App, Conversation, StoredFile, StoredMessage } from '../world/types.ts';
import type { World } from '../world/world.ts';

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';

export type Said = {
  readonly corpId: string;
  readonly userId: string;
  readonly conversationId: string;
  readonly kind: 'text' | 'picture' | 'file' | 'audio' | 'video';
  readonly text?: string;
  readonly mention: boolean;
  readonly quote?: string;
  readonly fileName?: string;
  readonly bytes?: Uint8Array;
  readonly recognition?: string;
  readonly durationMs?: number;
};

export type Heard = { readonly messageId: string; readonly reachedBot: boolean; readonly why?: string };

/**
 * A person says something. Whether a robot hears of it follows DingTalk's own table: in a group only text and pictures that mention it;
 * files, voice and video never; one to one everything. The group's file space has every file all the same.
 */
export function say(world: World, spaces: GroupSpaces, said: Said): Heard {
  const conversation = world.conversation(said.corpId, said.conversationId);
  const person = world.corps.get(said.corpId)?.people.get(said.userId);
  if (!conversation || !person) throw new Error('unknown conversation or person');
  const quoted = said.quote
    ? world.messagesOf(said.corpId, said.conversationId).find(({ messageId }) => messageId === said.quote)
    : undefined;
  const file = said.bytes ? fileFor(world, conversation, said) : undefined;
  const inSpace = conversation.kind === 'group' && file ? spaces.put(conversation.group, said.userId, file) : undefined;
  const stored = world.post({
    corpId: said.corpId,
    conversationId: said.conversationId,
    from: { kind: 'user', userId: said.userId, name: person.name },
    kind: said.kind === 'picture' && said.text ? 'richText' : said.kind,
    mention: said.mention,
    pushText: said.kind === 'text' ? (said.text ?? '') : `[${said.kind}]`,
    ...(said.text === undefined ? {} : { text: said.text }),
    ...(file ? { file: { ...file, ...inSpace } } : {}),
    ...(said.recognition ? { recognition: said.recognition } : {}),
    ...(said.durationMs ? { durationMs: said.durationMs } : {}),
    ...(quoted
      ? { quote: { messageId: quoted.messageId, summary: quoted.text ?? quoted.file?.fileName ?? quoted.kind } }
      : {}),
  });
  const why = silence(conversation, said);
  if (why) {
    world.journal.add('drop', { corpId: said.corpId, message: said.kind, why });
    return { messageId: stored.messageId, reachedBot: false, why };
  }
  for (const clientId of conversation.kind === 'group' ? conversation.group.robots : [conversation.clientId]) {
    const app = world.app(clientId);
    if (app)
      void world.gateway?.pushCallback(
        clientId,
        ROBOT_TOPIC,
        robotMessage(world, app, conversation, said, stored, quoted),
      );
  }
  return { messageId: stored.messageId, reachedBot: true };
}

function silence(conversation: Conversation, said: Said): string | undefined {
  if (conversation.kind === 'robot') return undefined;
  if (said.kind === 'file' || said.kind === 'audio' || said.kind === 'video')
    return 'In a group a robot never receives files, voice or video. Send it one to one, or quote it and mention the robot.';
  if (!said.mention) return 'In a group a robot hears only what mentions it.';
  if (conversation.group.robots.size === 0) return 'There is no robot in this group.';
  return undefined;
}

function fileFor(world: World, conversation: Conversation, said: Said): StoredFile {
  const code = randomBytes(24).toString('base64url');
  const file: StoredFile = {
    fileName: said.fileName ?? `${said.kind}.bin`,
    bytes: said.bytes ?? new Uint8Array(),
    code,
  };
  const clientIds = conversation.kind === 'group' ? [...conversation.group.robots] : [conversation.clientId];
  world.files.set(code, { ...file, clientIds, corpId: said.corpId });
  return file;
}

/** The flat object a robot gets, with the oddities of the real one: a text begins with the blank where the mention was cut out. */
function robotMessage(
  world: World,
  app: App,
  conversation: Conversation,
  said: Said,
  stored: StoredMessage,
  quoted: StoredMessage | undefined,
): object {
  const inGroup = conversation.kind === 'group';
  const person = world.corps.get(said.corpId)?.people.get(said.userId);
  const common = {
    msgId: stored.messageId,
    conversationType: inGroup ? '2' : '1',
    conversationId: conversation.conversationId,
    ...(inGroup
      ? {
          conversationTitle: conversation.group.title,
          isInAtList: true,
          atUsers: [{ dingtalkId: `$:LWCP_v1:$${app.clientId}` }],
        }
      : {}),
    chatbotCorpId: said.corpId,
    chatbotUserId: `$:LWCP_v1:$${app.clientId}`,
    robotCode: app.clientId,
    senderId: `$:LWCP_v1:$${said.userId}`,
    ...(person?.active ? { senderStaffId: said.userId } : {}),
    senderNick: person?.name ?? '',
    senderCorpId: said.corpId,
    senderPlatform: 'iOS',
    isAdmin: person?.admin ?? false,
    createAt: world.now(),
    sessionWebhook: `${world.url}/robot/sendBySession?session=${sessionFor(world, app.clientId, conversation)}`,
    sessionWebhookExpiredTime: world.now() + 5_400_000,
  };
  if (world.faults.quotaUsedUp?.push || app.quota.push >= app.quota.pushLimit)
    return {
      ...common,
      msgtype: said.kind,
      errorCode: 20001,
      errorMessage: 'the message quota of the organisation is used up',
    };
  return { ...common, ...bodyOf(said, stored, inGroup, quoted) };
}

function bodyOf(said: Said, stored: StoredMessage, inGroup: boolean, quoted: StoredMessage | undefined): object {
  const code = stored.file?.code;
  switch (said.kind) {
    case 'text': {
      const content = `${inGroup ? ' ' : ''}${said.text ?? ''}`;
      return quoted
        ? {
            msgtype: 'text',
            text: { content, isReplyMsg: true, repliedMsg: repliedMsg(quoted) },
            originalMsgId: quoted.messageId,
            ...(quoted.processQueryKey ? { originalProcessQueryKey: quoted.processQueryKey } : {}),
          }
        : { msgtype: 'text', text: { content } };
    }
    case 'picture':
      return inGroup || said.text
        ? {
            msgtype: 'richText',
            content: {
              richText: [
                ...(said.text ? [{ text: said.text }] : []),
                { type: 'picture', downloadCode: code, pictureDownloadCode: code },
              ],
            },
          }
        : { msgtype: 'picture', content: { downloadCode: code, pictureDownloadCode: code } };
    case 'audio':
      return {
        msgtype: 'audio',
        content: {
          duration: said.durationMs ?? 4000,
          downloadCode: code,
          ...(said.recognition ? { recognition: said.recognition } : {}),
        },
      };
    case 'video':
      return { msgtype: 'video', content: { duration: said.durationMs ?? 4000, downloadCode: code, videoType: 'mp4' } };
    case 'file':
      return {
        msgtype: 'file',
        content: {
          downloadCode: code,
          fileName: stored.file?.fileName,
          spaceId: stored.file?.spaceId ?? '',
          fileId: stored.file?.fileId ?? '',
        },
      };
  }
}

const repliedMsg = (quoted: StoredMessage): object => {
  const base = {
    msgId: quoted.messageId,
    senderId: `$:LWCP_v1:$${quoted.from.userId ?? quoted.from.clientId ?? ''}`,
    createdAt: quoted.at,
  };
  if (quoted.kind === 'file' && quoted.file)
    return {
      ...base,
      msgType: 'file',
      content: {
        spaceId: quoted.file.spaceId ?? '',
        fileName: quoted.file.fileName,
        downloadCode: quoted.file.code,
        fileId: quoted.file.fileId ?? '',
      },
    };
  if (quoted.kind === 'picture' && quoted.file)
    return { ...base, msgType: 'picture', content: JSON.stringify({ downloadCode: quoted.file.code }) };
  if (quoted.kind === 'text') return { ...base, msgType: 'text', content: { text: quoted.text ?? '' } };
  if (quoted.kind === 'card') return { ...base, msgType: 'interactiveCard' };
  return { ...base, msgType: 'unknownMsgType' };
};

/** The session address is a bearer secret: whoever has it speaks as the robot there, for about ninety minutes. */
const sessions = new WeakMap<
  World,
  Map<string, { readonly clientId: string; readonly conversation: Conversation; readonly until: number }>
>();
export const sessionsOf = (world: World) => {
  const known =
    sessions.get(world) ??
    new Map<string, { readonly clientId: string; readonly conversation: Conversation; readonly until: number }>();
  sessions.set(world, known);
  return known;
};

function sessionFor(world: World, clientId: string, conversation: Conversation): string {
  const session = randomBytes(16).toString('hex');
  sessionsOf(world).set(session, { clientId, conversation, until: world.now() + 5_400_000 });
  return session;
}
