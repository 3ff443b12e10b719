import { type ClipboardEvent, type DragEvent, useId, useRef, useState } from 'react';
import { CloseIcon, PlusIcon, SendIcon } from '../looks/icons.tsx';
import { usePhone } from '../phone/phone-context.ts';
import { wordsOf } from '../world/ask.ts';
import { mentionName } from '../world/people.ts';
import type { Conversation, Message, Sent } from '../world/shapes.ts';
import { AttachMenu } from './attach-menu.tsx';
import { type Attachment, fromFile } from './attachment.ts';
import { reachOf } from './reach.ts';
import { sendAll } from './send-all.ts';

type Props = {
  readonly conversation: Conversation;
  readonly quoted: Message | undefined;
  readonly onUnquote: () => void;
  readonly onSent: (sent: Sent) => void;
};

/** Where the person writes, mentions, attaches and sends. What could not be sent stays in it. */
export function Composer({ conversation, quoted, onUnquote, onSent }: Props) {
  const { who, corp, app, user, toast } = usePhone();
  const { conversationId, kind } = conversation;
  const [text, setText] = useState('');
  const [mention, setMention] = useState(true);
  const [attached, setAttached] = useState<readonly Attachment[]>([]);
  const [menu, setMenu] = useState(false);
  /** Whatever is sent goes after what was sent before it. */
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const [over, setOver] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const hint = useId();

  const group = corp.groups.find(({ openConversationId }) => openConversationId === conversationId);
  const robotHere = (group?.hasRobot.length ?? 0) > 0;
  const bot = mentionName(app);
  const kinds = attached.map((one) => one.kind);
  const reach = reachOf({
    chat: kind,
    robotHere,
    listening: (app?.connections ?? 0) > 0,
    mention,
    quoting: quoted !== undefined,
    kinds,
  });
  const nothing = text.trim() === '' && attached.length === 0;

  const add = (more: readonly Attachment[]) => {
    setAttached((before) => [...before, ...more]);
    setMenu(false);
    box.current?.focus();
  };
  const send = async () => {
    if (nothing) return;
    const mentioning = kind === 'group' && robotHere && mention;
    const left = { text: text.trim(), attached, mention: mentioning, ...(quoted ? { quote: quoted.messageId } : {}) };
    // The box is free at once: what is typed while this is on its way is the next message.
    setText('');
    setAttached([]);
    const kept = new Map(attached.map((one) => [one.id, one]));
    const sending = last.current.then(() =>
      sendAll(who, conversationId, left, { sent: onSent, without: (id) => kept.delete(id) }),
    );
    last.current = sending.catch(() => undefined);
    box.current?.focus();
    try {
      await sending;
    } catch (trouble) {
      setText((typed) => [left.text, typed].filter(Boolean).join('\n'));
      setAttached((more) => [...kept.values(), ...more]);
      toast(wordsOf(trouble), false);
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files].map((file) => fromFile(file)));
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    add(files.map((file) => fromFile(file)));
  };

  return (
    <form
      className={over ? 'composer is-over' : 'composer'}
      aria-label={`Write as ${user.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {quoted && (
        <p className="quoting">
          <span>
            Quoting {quoted.from.name}: {quoted.text ?? quoted.file?.fileName ?? quoted.title ?? quoted.kind}
          </span>
          <button type="button" className="quiet" aria-label="Do not quote" onClick={onUnquote}>
            <CloseIcon />
          </button>
        </p>
      )}
      {attached.length > 0 && (
        <ul className="attached" aria-label="Attached, not sent yet">
          {attached.map(({ id, name, kind: what }) => (
            <li key={id}>
              <span>
                {name} <small>{what}</small>
              </span>
              <button
                type="button"
                className="quiet"
                aria-label={`Take ${name} out`}
                onClick={() => setAttached(attached.filter((one) => one.id !== id))}
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
      {menu && <AttachMenu onAdd={add} onClose={() => setMenu(false)} />}
      <div className="composer-row">
        <button
          type="button"
          className="tool"
          aria-label="Attach a photo, file or voice"
          aria-expanded={menu}
          onClick={() => setMenu(!menu)}
        >
          <PlusIcon />
        </button>
        <textarea
          ref={box}
          rows={1}
          value={text}
          aria-label={`Message to ${conversation.title}`}
          aria-describedby={hint}
          placeholder={kind === 'group' && mention && robotHere ? `@${bot} …` : 'Message'}
          onChange={({ target }) => setText(target.value)}
          onPaste={onPaste}
          onKeyDown={(event) => {
            // Enter that ends a Chinese input is not a wish to send
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void send();
          }}
        />
        {kind === 'group' && robotHere && (
          <button
            type="button"
            className="mention-toggle"
            aria-pressed={mention}
            aria-label={`Mention @${bot}`}
            onClick={() => setMention(!mention)}
          >
            @{bot}
          </button>
        )}
        <button type="submit" className="send" aria-label="Send" disabled={nothing}>
          <SendIcon />
        </button>
      </div>
      <p id={hint} className={reach.reaches ? 'reach' : 'reach is-silent'}>
        {reach.words}
      </p>
    </form>
  );
}
