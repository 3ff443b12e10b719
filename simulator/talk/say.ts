import { randomBytes } from 'node:crypto';
import { refuse } from '../engines/refusal.ts';
import type { GroupSpaces } from '../files/group-spaces.ts';
import type { Conversation, StoredFile, StoredMessage } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { robotMessage } from './robot-message.ts';
import type { Sessions } from './sessions.ts';

const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';

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
type Room = { readonly world: World; readonly spaces: GroupSpaces; readonly sessions: Sessions };

/**
 * A person says something. Whether a robot hears of it follows DingTalk's own table: in a group only text and pictures that mention it;
 * files, voice and video never; one to one everything. The group's file space has every file all the same.
 */
export function say({ world, spaces, sessions }: Room, said: Said): Heard {
  const { corpId, userId } = said;
  const conversation = world.conversation(corpId, said.conversationId) ?? unknown();
  const sender = world.corps.get(corpId)?.people.get(userId) ?? unknown();
  if (!sender.active || !isIn(conversation, userId)) unknown();
  const quoted = world.messagesOf(corpId, said.conversationId).find(({ messageId }) => messageId === said.quote);
  const file = said.bytes && fileFor(world, spaces, conversation, said, said.bytes);
  const { quote: _quoted, bytes: _bytes, fileName: _name, ...words } = said;
  const message = world.post({
    ...words,
    from: { kind: 'user', userId, name: sender.name },
    kind: said.kind === 'picture' && said.text ? 'richText' : said.kind,
    pushText: said.kind === 'text' ? (said.text ?? '') : `[${said.kind}]`,
    ...(file ? { file } : {}),
    ...(quoted ? { quote: { messageId: quoted.messageId, summary: summaryOf(quoted) } } : {}),
  });
  const why = silence(conversation, said);
  if (why !== undefined) {
    world.journal.add('drop', { corpId, message: said.kind, why });
    return { messageId: message.messageId, reachedBot: false, why };
  }
  for (const clientId of robotsIn(conversation)) {
    const app = world.app(clientId);
    if (!app) continue;
    const data = robotMessage(world, sessions, app, { conversation, sender, message, quoted });
    void world.push(clientId, ROBOT_TOPIC, data);
  }
  return { messageId: message.messageId, reachedBot: true };
}

const unknown = (): never => refuse('not-found', 'no such conversation, or this person is not in it', 404);

const isIn = (conversation: Conversation, userId: string): boolean =>
  conversation.kind === 'group' ? conversation.group.members.has(userId) : conversation.userId === userId;

const robotsIn = (conversation: Conversation): readonly string[] =>
  conversation.kind === 'group' ? [...conversation.group.robots] : [conversation.clientId];

const summaryOf = ({ recalled, text, file, kind }: StoredMessage): string =>
  recalled ? '' : (text ?? file?.fileName ?? kind);

/** Why no robot hears this. DingTalk itself says nothing of it to anybody. */
function silence(conversation: Conversation, said: Said): string | undefined {
  if (conversation.kind === 'robot') return undefined;
  if (said.kind === 'file' || said.kind === 'audio' || said.kind === 'video')
    return 'In a group a robot never receives files, voice or video. Send it one to one, or quote it and mention the robot.';
  if (!said.mention) return 'In a group a robot hears only what mentions it.';
  if (conversation.group.robots.size === 0) return 'There is no robot in this group.';
  return undefined;
}

/** The download code belongs to the robots of the conversation; in a group the file also lies in its space. */
function fileFor(
  world: World,
  spaces: GroupSpaces,
  conversation: Conversation,
  said: Said,
  bytes: Uint8Array,
): StoredFile {
  const code = randomBytes(24).toString('base64url');
  const named = { fileName: said.fileName ?? `${said.kind}.bin`, bytes };
  world.files.set(code, { ...named, code, clientIds: robotsIn(conversation), corpId: said.corpId });
  const place = conversation.kind === 'group' ? spaces.put(conversation.group, said.userId, named) : {};
  return { ...named, code, ...place };
}
