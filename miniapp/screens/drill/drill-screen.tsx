import { Link } from 'wouter';
import type { DrillResult } from '#src/contract/drill.ts';
import { useDrillDeeds, useDrillResult } from '../../api/drill.ts';
import { DrillBanner } from '../../parts/drill-banner.tsx';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { Screen } from '../../parts/screen.tsx';
import { TroubleNotice, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { DrillSteps } from './drill-steps.tsx';

/** How one drill goes or went: who acted when, against the limits, what was missed; and its end by a tap. */
export function DrillScreen({ id }: { readonly id: string }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useDrillResult(id);
  return (
    <Screen title={data?.code ?? say('drill.title')} deep>
      {data ? (
        <Told result={data} />
      ) : error ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

function Told({ result }: { readonly result: DrillResult }) {
  const { say, language } = useSpeech();
  const { end } = useDrillDeeds();
  const now = useNow();
  const time = (iso: string) => spokenTime(iso, now, language, say);
  const times = { at: time(result.begunAt), who: nameIn(language, result.by) };
  return (
    <div className="stack narrow">
      <DrillBanner code={result.code} />
      <section className="card stack stack--tight" aria-label={say('drill.result')}>
        <h2>{nameIn(language, result.hotline)}</h2>
        <p>
          {result.endedAt
            ? say('drill.ended', { ...times, until: time(result.endedAt) })
            : say('drill.since', { ...times, until: time(result.until) })}
        </p>
        <p>{say('drill.escalations', { n: result.escalations })}</p>
        <p>{say('drill.stops', result.stops)}</p>
        {end.error && <TroubleNotice error={end.error} />}
        <div className="row">
          {result.endedAt ? (
            <span className="mark mark--bold">{say('drill.over')}</span>
          ) : (
            <button
              type="button"
              className="button button--main"
              aria-disabled={end.isPending}
              onClick={() => end.mutate(result.referral)}
            >
              {say('drill.end')}
            </button>
          )}
          <Link className="button" href={`/r/${encodeURIComponent(result.referral)}`}>
            {say('drill.open')}
          </Link>
        </div>
      </section>
      <DrillSteps steps={result.steps} />
      <section className="card stack stack--tight" aria-label={say('drill.missed')}>
        <h2>{say('drill.missed')}</h2>
        {result.missed.length === 0 ? (
          <p>{say('drill.missed.none')}</p>
        ) : (
          <p>{result.missed.map((state) => say(`state.${state}`)).join(', ')}</p>
        )}
      </section>
    </div>
  );
}
