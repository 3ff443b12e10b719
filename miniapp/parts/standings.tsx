import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { codeOf, Refusal } from '../api/refusal.ts';
import { troubleWords } from '../words/trouble-words.ts';
import { useSay, useSpeech } from '../words/words.ts';
import { DoubtIcon, OfflineIcon } from './icons.tsx';

/** Waiting: the shape of what is coming, and a word for those who listen. */
export function Waiting() {
  const say = useSay();
  return (
    <div className="ghost" role="status">
      <span className="only-heard">{say('app.loading')}</span>
      <span aria-hidden="true" />
      <span aria-hidden="true" />
      <span aria-hidden="true" />
    </div>
  );
}

type StateProps = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly help: string;
  readonly children?: ReactNode;
};

/** Empty, refused, not found: one picture, one sentence, one way on. */
export function State({ icon, title, help, children }: StateProps) {
  return (
    <div className="state state--inside">
      {icon}
      <h2>{title}</h2>
      <p>{help}</p>
      {children}
    </div>
  );
}

/** Instead of content that could not be had. */
export function TroubleState({ error, again }: { readonly error: unknown; readonly again: () => void }) {
  const speech = useSpeech();
  const { say } = speech;
  if (error instanceof Refusal && error.status === 404) return <NothingHere />;
  const offline = codeOf(error) === 'net.offline';
  return (
    <div role="alert">
      <State
        icon={offline ? <OfflineIcon size={40} /> : <DoubtIcon size={40} />}
        title={say('trouble.title')}
        help={troubleWords(speech, codeOf(error))}
      >
        <button type="button" className="button" onClick={again}>
          {say('app.retry')}
        </button>
      </State>
    </div>
  );
}

export function NothingHere() {
  const say = useSay();
  return (
    <State icon={<DoubtIcon size={40} />} title={say('app.not-found')} help={say('app.not-found.help')}>
      <Link href="/" className="button">
        {say('app.to-work')}
      </Link>
    </State>
  );
}

/** Beside a form whose sending was refused. What was typed stays. */
export function TroubleNotice({ error }: { readonly error: unknown }) {
  const speech = useSpeech();
  return (
    <div className="notice notice--late" role="alert">
      <DoubtIcon />
      <div>
        <strong>{speech.say('trouble.title')}.</strong> {troubleWords(speech, codeOf(error))}
      </div>
    </div>
  );
}
