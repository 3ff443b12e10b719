import { useState } from 'react';
import { Link } from 'wouter';
import type { PinShown, ThreadShown, WordShown } from '#src/contract/consultation.ts';
import type { RemarkAsked } from '#src/contract/images.ts';
import { useRemark } from '../../api/answers.ts';
import { useSayMore, useTakeBack } from '../../api/consultations.ts';
import { useDesk } from '../../desk.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { RemarkForm } from '../../viewer/remark-form.tsx';
import { VoiceNote } from '../../viewer/voice-note.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { pinWords, ThreadDue, ThreadMark, whoAsks } from './thread-words.tsx';

type Props = {
  readonly referral: string;
  readonly thread: ThreadShown;
  /** Makes a question of what was said at a drawing. */
  readonly onAskHere: ((annotation: string) => void) | undefined;
};

/** One thread: who asks whom and about what, every word of it, and the place to answer. Whoever is asked finds the form open. */
export function ThreadCard({ referral, thread, onAskHere }: Props) {
  const speech = useSpeech();
  const { say, language } = speech;
  const waits = thread.state === 'asked' || thread.state === 'seen';
  const takeBack = useTakeBack(referral);
  const sayMore = useSayMore(referral);
  const remark = useRemark(referral);
  const annotation = thread.pin?.on === 'image' ? thread.pin.annotation : undefined;
  const [isWriting, setWriting] = useState(waits && !thread.mine);
  const label = thread.mine ? say('consultation.ask-on') : say('consultation.your-answer');

  const send = async (said: RemarkAsked) => {
    // What was said at a drawing, with nobody asked by name, goes on in the drawing's own thread.
    if (thread.state === 'open' && annotation) await remark.mutateAsync({ mark: annotation, remark: said });
    else await sayMore.mutateAsync({ question: thread.id, said, version: thread.version });
    const other = thread.mine ? (thread.of?.person ?? thread.of?.place) : thread.by;
    if (other && thread.state !== 'open') tell(say('consultation.sent-answer', { who: nameIn(language, other) }));
    setWriting(false);
  };

  return (
    <article
      className={thread.overdue ? 'card consult__thread consult__thread--late' : 'card consult__thread'}
      id={`thread ${thread.id}`}
    >
      <header className="stack stack--tight">
        <span className="row row--apart">
          <h2>{whoAsks(thread, speech)}</h2>
          <ThreadMark state={thread.state} />
        </span>
        {thread.pin && <Pin referral={referral} pin={thread.pin} />}
      </header>
      <ol className="consult__words">
        {thread.words.map((word) => (
          <Word key={word.id} referral={referral} word={word} />
        ))}
      </ol>
      <ThreadDue {...thread} />
      {takeBack.error && <TroubleNotice error={takeBack.error} />}
      {thread.mayAnswer && isWriting && (
        <RemarkForm label={label} keptAs={`r:${referral}:thread:${thread.id}`} begins="words" onSaid={send} />
      )}
      <div className="row">
        {thread.mayAnswer && !isWriting && (
          <button type="button" className="button" onClick={() => setWriting(true)}>
            {label}
          </button>
        )}
        {onAskHere && annotation && (
          <button type="button" className="button button--quiet" onClick={() => onAskHere(annotation)}>
            {say('consultation.ask-here')}
          </button>
        )}
        {thread.mayTakeBack && (
          <button
            type="button"
            className="button button--quiet"
            aria-disabled={takeBack.isPending}
            onClick={() =>
              !takeBack.isPending &&
              takeBack.mutate(thread.id, { onSuccess: () => tell(say('consultation.took-back')) })
            }
          >
            {say('consultation.take-back')}
          </button>
        )}
      </div>
    </article>
  );
}

/** What it is about, with the way there. */
function Pin({ referral, pin }: { readonly referral: string; readonly pin: PinShown }) {
  const { say } = useSpeech();
  const path = `/r/${encodeURIComponent(referral)}`;
  return (
    <span className="row consult__pin">
      <span className="soft small">
        {say('consultation.about')}: <bdi>{pinWords(pin, say)}</bdi>
      </span>
      {pin.on === 'image' && (
        <Link className="button button--quiet" href={`${path}/images?mark=${encodeURIComponent(pin.annotation)}`}>
          {say('consultation.to-place')}
        </Link>
      )}
      {pin.on === 'document' && (
        <Link className="button button--quiet" href={path}>
          {say('consultation.to-file')}
        </Link>
      )}
    </span>
  );
}

function Word({ referral, word }: { readonly referral: string; readonly word: WordShown }) {
  const { say, language } = useSpeech();
  const { client } = useDesk();
  const now = useNow();
  const src = word.onImage ? client.voiceAddress(referral, word.id) : client.wordAddress(referral, word.id);
  return (
    <li className={word.mine ? 'word word--mine' : 'word'}>
      <span className="soft small">
        {nameIn(language, word.by)} · <time dateTime={word.at}>{spokenTime(word.at, now, language, say)}</time>
      </span>
      {word.text !== undefined && (
        <p className="word__text" dir="auto">
          {word.text}
        </p>
      )}
      {word.voice && <VoiceNote voice={word.voice} src={src} />}
      {word.hidden && <p className="soft">{say('consultation.hidden')}</p>}
    </li>
  );
}
