import { useEffect, useRef, useState } from 'react';
import { BackIcon } from '../looks/icons.tsx';
import { usePhone } from '../phone/phone-context.ts';
import { path, tell } from '../world/ask.ts';
import { dayOf, sameDay } from '../world/hong-kong-time.ts';
import type { Conversation, Message, Sent } from '../world/shapes.ts';
import { useAsked } from '../world/use-asked.ts';
import { Bubble } from './bubble.tsx';
import { Composer } from './composer.tsx';

type Props = { readonly conversation: Conversation; readonly onBack: () => void };

/** One chat, as this person sees it. Having it open is reading it. */
export function Chat({ conversation, onBack }: Props) {
  const { who, corp } = usePhone();
  const { conversationId, kind, title } = conversation;
  const { data, trouble } = useAsked<{ messages: readonly Message[] }>(
    path('messages', { ...who, conversationId }),
    (change) =>
      (change.corpId === undefined || change.corpId === who.corpId) &&
      (change.conversationId === undefined || change.conversationId === conversationId) &&
      !/journal|quota|fault|clock|todo|approval|calendar|app|connect/.test(change.kind),
  );
  const [quoted, setQuoted] = useState<Message>();
  const [unheard, setUnheard] = useState<ReadonlyMap<string, string>>(new Map());
  const talk = useScrolledToEnd(data?.messages.at(-1)?.messageId);
  useReading(conversationId, conversation.unread);

  const group = corp.groups.find(({ openConversationId }) => openConversationId === conversationId);
  const onSent = ({ messageId, reachedBot, why }: Sent) => {
    setQuoted(undefined);
    if (!reachedBot) setUnheard((before) => new Map(before).set(messageId, why ?? 'the bot did not get this'));
  };

  return (
    <div className="chat">
      <header className="room-bar">
        <button type="button" className="tool" aria-label="Back to the chats" onClick={onBack}>
          <BackIcon />
        </button>
        <div>
          <h3>{title}</h3>
          <p>{kind === 'group' ? `${group?.members.length ?? 0} people` : 'One to one: the bot gets everything'}</p>
        </div>
      </header>
      <div ref={talk} className="messages" role="log" aria-label={`Messages in ${title}`} tabIndex={0}>
        <ol>
          {data === undefined && <li className="line">{trouble ?? 'Opening…'}</li>}
          {data?.messages.length === 0 && <li className="line">Nothing has been said here yet.</li>}
          {data?.messages.map((message, n) => {
            const before = data.messages[n - 1];
            return (
              <Bubble
                key={message.messageId}
                message={message}
                day={before === undefined || !sameDay(before.at, message.at) ? dayOf(message.at) : undefined}
                unheard={unheard.get(message.messageId)}
                readers={group?.members.length}
                onQuote={setQuoted}
              />
            );
          })}
        </ol>
      </div>
      <Composer conversation={conversation} quoted={quoted} onUnquote={() => setQuoted(undefined)} onSent={onSent} />
    </div>
  );
}

/** Follows the talk to its end, unless the person has scrolled up to read. */
function useScrolledToEnd(latest: string | undefined) {
  const talk = useRef<HTMLDivElement>(null);
  const seen = useRef<string>(undefined);
  useEffect(() => {
    const list = talk.current;
    if (!list || latest === undefined || latest === seen.current) return;
    const near = list.scrollHeight - list.scrollTop - list.clientHeight < 420;
    if (seen.current === undefined || near) list.scrollTop = list.scrollHeight;
    seen.current = latest;
  }, [latest]);
  useEffect(() => {
    const list = talk.current;
    if (!list) return;
    // pictures and cards grow after they were drawn
    let atEnd = true;
    const note = () => {
      atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
    };
    const follow = () => atEnd && (list.scrollTop = list.scrollHeight);
    list.addEventListener('scroll', note);
    list.addEventListener('load', follow, true);
    return () => {
      list.removeEventListener('scroll', note);
      list.removeEventListener('load', follow, true);
    };
  }, []);
  return talk;
}

function useReading(conversationId: string, unread: number): void {
  const { who } = usePhone();
  const read = useRef(() => {});
  read.current = () => {
    // a page in a background tab is a phone in a pocket: nothing in it is read
    if (document.visibilityState === 'visible') void tell('read', { ...who, conversationId }).catch(() => undefined);
  };
  useEffect(() => read.current(), [conversationId]);
  useEffect(() => {
    if (unread > 0) read.current();
  }, [unread]);
  useEffect(() => {
    const back = () => read.current();
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, []);
}
