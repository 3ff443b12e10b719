import { useState } from 'react';
import { Avatar } from '../looks/avatar.tsx';
import { QuoteIcon } from '../looks/icons.tsx';
import { usePhone } from '../phone/phone-context.ts';
import { tell, wordsOf } from '../world/ask.ts';
import { timeOf } from '../world/hong-kong-time.ts';
import { nameOf, userOf } from '../world/people.ts';
import type { Message } from '../world/shapes.ts';
import { Content } from './content.tsx';

type Props = {
  readonly message: Message;
  readonly day: string | undefined;
  readonly unheard: string | undefined;
  readonly readers: number | undefined;
  readonly onQuote: (message: Message) => void;
};

/** One message: who, when, what, who has read it, and what can be done with it. */
export function Bubble({ message, day, unheard, readers, onQuote }: Props) {
  const { who, corp, toast } = usePhone();
  const { from } = message;
  const mine = from.kind === 'user' && from.userId === who.userId;
  const person = from.userId === undefined ? undefined : userOf(corp, from.userId);

  const recall = () =>
    void tell('recall', { ...who, messageId: message.messageId }).catch((trouble: unknown) =>
      toast(wordsOf(trouble), false),
    );

  if (message.recalled) return <Line day={day} words={`${mine ? 'You' : from.name} recalled a message`} />;
  if (message.kind === 'notice') return <Line day={day} words={message.text ?? message.title ?? ''} />;
  return (
    <>
      {day !== undefined && <li className="line">{day}</li>}
      <li className={mine ? 'message is-mine' : 'message'}>
        <Avatar name={from.name} kind={from.kind} size="s" />
        <article aria-label={`${from.name}, ${timeOf(message.at)}`}>
          <header>
            <b>{from.name}</b> {person?.nameZh && <span lang="zh-HK">{person.nameZh}</span>}
            {from.kind === 'robot' && <span className="tag">bot</span>} <time>{timeOf(message.at)}</time>
          </header>
          <div className={`bubble is-${message.kind}`}>
            {message.quote && <blockquote className="quote">{message.quote.summary}</blockquote>}
            <Content message={message} />
          </div>
          <footer>
            <ReadBy message={message} readers={readers} />
            <button
              type="button"
              className="quiet"
              onClick={() => onQuote(message)}
              aria-label={`Quote the message of ${from.name}`}
            >
              <QuoteIcon /> Quote
            </button>
            {mine && (
              <button type="button" className="quiet" onClick={recall} aria-label="Recall this message">
                Recall
              </button>
            )}
            {from.kind === 'robot' && message.pushText && (
              <details className="push">
                <summary>Lock screen</summary>
                <span>{message.pushText}</span>
              </details>
            )}
          </footer>
          {unheard !== undefined && (
            <p className="unheard" role="note">
              <b>Pretend DingTalk says:</b> the bot did not get this. {sentence(unheard)}
            </p>
          )}
        </article>
      </li>
    </>
  );
}

function ReadBy({ message, readers }: { readonly message: Message; readonly readers: number | undefined }) {
  const { corp } = usePhone();
  const [open, setOpen] = useState(false);
  const others = (message.readBy ?? []).filter((userId) => userId !== message.from.userId);
  // a bot gives no receipts: one to one there is nothing to wait for
  if (others.length === 0 && readers === undefined && message.from.kind === 'user') return null;
  if (others.length === 0) return <span className="read-by">Unread</span>;
  const everyone = readers !== undefined && others.length >= readers - 1;
  return (
    <button type="button" className="quiet read-by" aria-expanded={open} onClick={() => setOpen(!open)}>
      {everyone ? 'Read by all' : `Read by ${others.length}`}
      {open && `: ${others.map((userId) => nameOf(corp, userId)).join(', ')}`}
    </button>
  );
}

const Line = ({ day, words }: { readonly day: string | undefined; readonly words: string }) => (
  <>
    {day !== undefined && <li className="line">{day}</li>}
    <li className="line">{words}</li>
  </>
);

const sentence = (words: string): string => {
  const first = words.slice(0, 1).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
};
