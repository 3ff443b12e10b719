import { useEffect, useId, useRef } from 'react';
import type { DocumentShown, FactShown, FactStanding } from '#src/contract/documents.ts';
import { useDocumentAnswer } from '../../api/answers.ts';
import { useDesk } from '../../desk.ts';
import { AllergyIcon, DoubtIcon, FileIcon } from '../../parts/icons.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { troubleWords } from '../../words/trouble-words.ts';
import { useSay, useSpeech } from '../../words/words.ts';
import { FactRow } from './fact-row.tsx';
import { PageView } from './page-view.tsx';

type Props = { readonly referral: string; readonly shown: DocumentShown };

const groups: readonly Exclude<FactStanding, 'same'>[] = ['contradicting', 'changed', 'new'];

/** One file: whose it is, what it says beside the referral, and the answers a person may give. */
export function DocumentCard({ referral, shown, asked = false }: Props & { readonly asked?: boolean }) {
  const { say } = useSpeech();
  const { name, state, facts, mayAnswer } = shown;
  const heading = useId();
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    // Somebody came for this one, from a card: it is in sight, and the keyboard and the reader's voice begin here.
    if (!asked) return;
    place.current?.scrollIntoView({ block: 'start' });
    place.current?.focus({ preventScroll: true });
  }, [asked]);
  const answer = useDocumentAnswer(referral, shown.id);
  const open = facts.filter((fact) => fact.answer === undefined);
  const answered = facts.filter((fact) => fact.answer !== undefined);
  return (
    <article
      className={asked ? 'document document--asked stack stack--tight' : 'document stack stack--tight'}
      aria-labelledby={heading}
      ref={place}
      tabIndex={asked ? -1 : undefined}
    >
      <h3 className="file__head" id={heading}>
        <FileIcon />
        <span>
          <bdi className="file__name">{name}</bdi>
          <br />
          {shown.inside !== undefined && (
            <>
              <span className="small soft">
                {say('document.inside')} <bdi className="file__name">{shown.inside}</bdi>
              </span>
              <br />
            </>
          )}
          <span className={state === 'stopped' ? 'small late' : 'small soft'}>{say(`document.state.${state}`)}</span>
        </span>
      </h3>
      {shown.heard !== undefined && <Heard referral={referral} shown={shown} words={shown.heard} />}
      <Asks referral={referral} shown={shown} answer={answer} />
      {answer.error && <TroubleNotice error={answer.error} />}
      {groups.map((standing) => {
        const ours = open.filter((fact) => fact.standing === standing);
        return (
          ours.length > 0 && (
            <Group
              key={standing}
              standing={standing}
              facts={ours}
              referral={referral}
              shown={shown}
              mayAnswer={mayAnswer}
              answer={answer}
            />
          )
        );
      })}
      {answered.length > 0 && (
        <details>
          <summary className="small">{say('document.answered', { n: answered.length })}</summary>
          <ul>
            {answered.map((fact) => (
              <FactRow key={fact.number} fact={fact} referral={referral} shown={shown} />
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}

/** A recording beside the words that a machine heard in it. */
function Heard({ referral, shown: { id, name }, words }: Props & { readonly words: string }) {
  const say = useSay();
  const { client } = useDesk();
  return (
    <div className="stack stack--tight">
      {/* biome-ignore lint/a11y/useMediaCaption: its words stand below */}
      <audio className="preview" controls preload="metadata" src={client.fileAddress(referral, id)} aria-label={name} />
      <p className="small soft">{say('document.heard')}</p>
      <blockquote className="quote words">{words}</blockquote>
    </div>
  );
}

type Answering = ReturnType<typeof useDocumentAnswer>;

/** Whose is it? Asked before anything of it can be used. */
function Asks({ referral, shown, answer }: Props & { readonly answer: Answering }) {
  const speech = useSpeech();
  const { say } = speech;
  const { state, code, facts, mayConfirm } = shown;
  if (state === 'refused') return <p className="late">{troubleWords(speech, code ?? '')}</p>;
  if (state !== 'stopped' && state !== 'needs-person') return null;
  const isAboutWhom = state === 'stopped' || code === 'identity.none' || code === 'identity.ask';
  return (
    <>
      <div className={state === 'stopped' ? 'notice notice--late' : 'notice notice--doubt'} role="alert">
        {state === 'stopped' ? <AllergyIcon /> : <DoubtIcon />}
        <div className="stack stack--tight">
          <p>
            {say(
              state === 'stopped'
                ? code === 'patients.several'
                  ? 'document.stopped.several'
                  : 'document.stopped.other'
                : isAboutWhom
                  ? 'document.asks'
                  : 'document.asks.look',
            )}
          </p>
          {state === 'stopped' && !mayConfirm && <p>{say('document.second-person')}</p>}
        </div>
      </div>
      {shown.pages > 0 && <PageView referral={referral} shown={shown} place={{ page: 1 }} />}
      {mayConfirm && (
        <div>
          <button
            type="button"
            className="button"
            aria-disabled={answer.isPending}
            onClick={() => !answer.isPending && answer.mutate('confirm')}
          >
            {say(isAboutWhom || facts.length > 0 ? 'document.confirm' : 'document.looked')}
          </button>
        </div>
      )}
    </>
  );
}

type GroupProps = Props & {
  readonly standing: Exclude<FactStanding, 'same'>;
  readonly facts: readonly FactShown[];
  readonly mayAnswer: boolean;
  readonly answer: Answering;
};

/** Facts that stand alike beside the referral; one tap answers all of them. */
function Group({ standing, facts, referral, shown, mayAnswer, answer }: GroupProps) {
  const { say } = useSpeech();
  const sure = facts.filter(({ finding }) => finding.sure);
  const give = (what: 'taken' | 'left', these: readonly FactShown[]) =>
    !answer.isPending && answer.mutate({ answer: what, facts: these.map(({ number }) => number) });
  const putRight = ({ number, parts }: FactShown, said: FactShown['parts']) =>
    !answer.isPending && answer.mutate({ answer: 'taken', right: { fact: number, ...changedOf(parts, said) } });
  return (
    <section className="stack stack--tight" aria-label={say(`document.group.${standing}`, { n: facts.length })}>
      <h4 className={standing === 'contradicting' ? 'late' : undefined}>
        {say(`document.group.${standing}`, { n: facts.length })}
      </h4>
      {mayAnswer && sure.length < facts.length && (
        <p className="small">{say('document.unsure', { n: facts.length - sure.length })}</p>
      )}
      <ul>
        {facts.map((fact) => (
          <FactRow
            key={fact.number}
            fact={fact}
            referral={referral}
            shown={shown}
            {...(mayAnswer ? { onAnswer: (what) => give(what, [fact]), onRight: (said) => putRight(fact, said) } : {})}
          />
        ))}
      </ul>
      {mayAnswer && (
        <div className="row">
          {sure.length > 0 && (
            <button
              type="button"
              className="button button--main"
              aria-disabled={answer.isPending}
              onClick={() => give('taken', sure)}
            >
              {sure.length === facts.length ? say('document.take-all') : say('document.take-sure', { n: sure.length })}
            </button>
          )}
          <button type="button" className="button" aria-disabled={answer.isPending} onClick={() => give('left', facts)}>
            {say('document.leave-all')}
          </button>
        </div>
      )}
    </section>
  );
}

/** What a person wrote otherwise. A part that was emptied stays as it was read. */
function changedOf(parts: FactShown['parts'], said: FactShown['parts']): Partial<FactShown['parts']> {
  const keys = ['name', 'value', 'unit', 'dose'] as const;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const word = said[key]?.trim();
      return word && word !== parts[key] ? [[key, word]] : [];
    }),
  );
}
