import type { ReferralShown } from '#src/contract/referral.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { Fact } from './patient-panel.tsx';

/** Why, and what is asked; the visit and the answer where there are any. */
export function StoryPanel({ referral }: { readonly referral: ReferralShown }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const { reason, question, history, outcome, visit, heldBy } = referral;
  return (
    <section className="card stack" aria-label={say('referral.reason')}>
      {outcome && (
        <div>
          <h2>{say('referral.outcome')}</h2>
          <p className="words">{outcome}</p>
        </div>
      )}
      {visit && (
        <div>
          <h2>{say('referral.visit')}</h2>
          <p>
            <time dateTime={visit.at}>{spokenTime(visit.at, now, language, say)}</time>
            {visit.place && ` · ${visit.place}`}
          </p>
        </div>
      )}
      <div>
        <h2>{say('referral.reason')}</h2>
        <p className="words">{reason ?? say('referral.none-given')}</p>
      </div>
      {question && (
        <div>
          <h2>{say('referral.question')}</h2>
          <p className="words">{question}</p>
        </div>
      )}
      {history && (
        <div>
          <h2>{say('referral.history')}</h2>
          <p className="words">{history}</p>
        </div>
      )}
      <dl className="facts">
        <Fact name={say('referral.author')}>{nameIn(language, referral.author)}</Fact>
        {heldBy && <Fact name={say('referral.held-by')}>{nameIn(language, heldBy)}</Fact>}
        <Fact name={say('referral.from')}>{nameIn(language, referral.from)}</Fact>
        <Fact name={say('referral.to')}>{nameIn(language, referral.to)}</Fact>
        <Fact name={say('referral.hotline')}>{nameIn(language, referral.hotline)}</Fact>
      </dl>
    </section>
  );
}
