import { Avatar } from '../looks/avatar.tsx';
import { Badge } from '../phone/badge.tsx';
import { usePhone } from '../phone/phone-context.ts';
import { shortTimeOf } from '../world/hong-kong-time.ts';
import type { Conversation } from '../world/shapes.ts';

type Props = {
  readonly conversations: readonly Conversation[] | undefined;
  readonly onOpen: (conversationId: string) => void;
};

/** The chats of one person, latest first. */
export function ConversationList({ conversations, onOpen }: Props) {
  const { now } = usePhone();
  if (conversations === undefined)
    return (
      <p className="empty" role="status">
        Opening the chats…
      </p>
    );
  if (conversations.length === 0) return <p className="empty">No chats yet. A group or a first message makes one.</p>;
  const latestFirst = [...conversations].sort((one, other) => (other.lastAt ?? 0) - (one.lastAt ?? 0));
  return (
    <ul className="conversations" aria-label="Conversations">
      {latestFirst.map((conversation) => (
        <li key={conversation.conversationId}>
          <button type="button" onClick={() => onOpen(conversation.conversationId)}>
            <Avatar name={conversation.title} kind={conversation.kind} />
            <span className="conversation-title">{conversation.title}</span>
            {conversation.lastAt !== undefined && conversation.lastAt > 0 && (
              <time className="conversation-time">{shortTimeOf(conversation.lastAt, now)}</time>
            )}
            <span className="conversation-last">
              {plain(conversation.lastText) ||
                (conversation.kind === 'robot' ? 'One to one with the bot' : 'Nothing said yet')}
            </span>
            {conversation.unread > 0 && <Badge count={conversation.unread} what="unread" />}
          </button>
        </li>
      ))}
    </ul>
  );
}

const KINDS: Readonly<Record<string, string>> = {
  picture: '[photo]',
  image: '[photo]',
  file: '[file]',
  audio: '[voice]',
  video: '[video]',
  card: '[card]',
  actionCard: '[card]',
};

/** One line for a list: no marks, and the kind of a message instead of its bare name. */
const plain = (text: string | undefined): string =>
  KINDS[text ?? ''] ?? (text ?? '').replaceAll(/<[^>]+>|\*\*|^#+\s*|`/gm, '');
