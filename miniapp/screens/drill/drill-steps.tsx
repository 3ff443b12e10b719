import type { DrillResult } from '#src/contract/drill.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { StateMark } from '../../parts/marks.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { spanWords } from '../figures/cell-words.ts';

/** Step by step: who brought it there and when, how long it stayed, against its limit. Late is said in words. */
export function DrillSteps({ steps }: { readonly steps: DrillResult['steps'] }) {
  const { say, language } = useSpeech();
  const now = useNow();
  return (
    <section className="card stack" aria-label={say('drill.steps')}>
      <h2>{say('drill.steps')}</h2>
      <ol className="house-list">
        {steps.map(({ state, at, by, seconds, limitSeconds, late }) => (
          <li key={`${state} ${at}`}>
            <div className="row row--apart">
              <StateMark state={state} />
              {limitSeconds !== undefined && (
                <span className={late ? 'mark mark--late' : 'mark'}>{say(late ? 'drill.late' : 'drill.in-time')}</span>
              )}
            </div>
            <p>
              {by ? nameIn(language, by) : say('drill.baton')}{' '}
              <span className="soft">· {spokenTime(at, now, language, say)}</span>
            </p>
            {seconds !== undefined && (
              <p className="small soft">
                {limitSeconds === undefined
                  ? say('drill.stayed', { value: spanWords(seconds, say) })
                  : say('drill.stayed.of', {
                      value: spanWords(seconds, say),
                      limit: spanWords(limitSeconds, say),
                    })}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
