import type { ReviewShown } from '#src/contract/emergency.ts';
import { type ReviewVerdict, useReviews } from '../../api/consents.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKept } from '../../keeping/use-kept.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { CheckIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { State, TroubleNotice, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

/** The privacy officer's second looks: who looked without consent, why, and whether it was right. */
export function ReviewsScreen() {
  const { say } = useSpeech();
  const { list, decide, told } = useReviews();
  return (
    <Screen title={say('reviews.title')} deep>
      <div className="stack narrow">
        {(decide.error ?? told.error) && <TroubleNotice error={decide.error ?? told.error} />}
        {list.error && !list.data && <TroubleState error={list.error} again={() => void list.refetch()} />}
        {!list.data && !list.error && <Waiting />}
        {list.data?.length === 0 && (
          <State icon={<CheckIcon size={40} />} title={say('reviews.none')} help={say('reviews.none.help')} />
        )}
        {list.data?.map((line) => (
          <Review
            key={line.id}
            line={line}
            onDecide={(verdict, words, decided) =>
              decide.mutate({ id: line.id, verdict, words }, { onSuccess: decided })
            }
            onTold={(how) => told.mutate({ id: line.id, how })}
          />
        ))}
      </div>
    </Screen>
  );
}

type ReviewProps = {
  readonly line: ReviewShown;
  /** `decided` is called once the verdict stands. */
  readonly onDecide: (verdict: ReviewVerdict, words: string, decided: () => void) => void;
  readonly onTold: (how: 'letter' | 'in-person') => void;
};

function Review({ line, onDecide, onTold }: ReviewProps) {
  const { say, language } = useSpeech();
  const now = useNow();
  const kept = useKept(`review:${line.id}`);
  const words = kept.text;
  const field = `finding-${line.id}`;
  const when = (at: string) => spokenTime(at, now, language, say);
  return (
    <article className="card stack stack--tight">
      <h2>{say('reviews.who', { who: nameIn(language, line.person), where: nameIn(language, line.institution) })}</h2>
      <p>
        {say('reviews.when', { at: when(line.openedAt) })} · {say('reviews.recent', { n: line.recent })}
      </p>
      {!line.decided && (
        <p className={line.overdue ? 'late' : undefined}>
          {line.overdue && `${say('reviews.overdue')} · `}
          {say('reviews.due', { at: when(line.reviewBy) })}
        </p>
      )}
      <p>{say(`emergency.ground.${line.ground}`)}</p>
      <p>
        <strong>{say('reviews.reason')}:</strong> <bdi>{line.words}</bdi>
      </p>
      {line.moreWords && (
        <p>
          <strong>{say('reviews.second')}:</strong> <bdi>{line.moreWords}</bdi>
        </p>
      )}
      {line.told === 'not-yet' ? (
        <div className="row">
          <span className="late">{say('reviews.untold')}</span>
          <button type="button" className="button" onClick={() => onTold('letter')}>
            {say('reviews.tell.letter')}
          </button>
          <button type="button" className="button" onClick={() => onTold('in-person')}>
            {say('reviews.tell.in-person')}
          </button>
        </div>
      ) : (
        <p className="soft">{say('reviews.told')}</p>
      )}
      {!line.decided && (
        <>
          <div className="field field--short">
            <label htmlFor={field}>{say('reviews.words')}</label>
            <textarea id={field} value={words} maxLength={2000} onChange={({ target }) => kept.type(target.value)} />
            <StillHere kept={kept} />
          </div>
          <div className="row">
            <button
              type="button"
              className="button button--main"
              aria-disabled={!words.trim()}
              onClick={() => words.trim() && onDecide('justified', words, kept.forget)}
            >
              {say('reviews.justified')}
            </button>
            <button
              type="button"
              className="button"
              aria-disabled={!words.trim()}
              onClick={() => words.trim() && onDecide('not-justified', words, kept.forget)}
            >
              {say('reviews.not-justified')}
            </button>
          </div>
        </>
      )}
    </article>
  );
}
