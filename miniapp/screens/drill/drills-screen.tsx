import { Link } from 'wouter';
import type { DrillDesk, DrillShown } from '#src/contract/drill.ts';
import { useDrills } from '../../api/drill.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { StateMark } from '../../parts/marks.tsx';
import { Screen } from '../../parts/screen.tsx';
import { TroubleState, Waiting } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { StartPanel } from './start-panel.tsx';

/** Start a drill, see those that run, look back at those that ended. */
export function DrillsScreen() {
  const { say } = useSpeech();
  const { data, error, refetch } = useDrills();
  return (
    <Screen title={say('drill.title')} deep>
      {data ? <Desk desk={data} /> : error ? <TroubleState error={error} again={() => void refetch()} /> : <Waiting />}
    </Screen>
  );
}

function Desk({ desk: { lines, drills } }: { readonly desk: DrillDesk }) {
  const { say } = useSpeech();
  const running = drills.filter(({ endedAt }) => endedAt === undefined);
  const before = drills.filter(({ endedAt }) => endedAt !== undefined);
  return (
    <div className="stack narrow">
      <p className="soft">{say('drill.help')}</p>
      <section className="card stack" aria-label={say('drill.running')}>
        <h2>
          {say('drill.running')} <span className="count">{running.length}</span>
        </h2>
        {running.length === 0 ? <p className="soft">{say('drill.running.none')}</p> : <DrillList drills={running} />}
      </section>
      <StartPanel lines={lines} />
      {before.length > 0 && (
        <section className="card stack" aria-label={say('drill.before')}>
          <h2>{say('drill.before')}</h2>
          <DrillList drills={before} />
        </section>
      )}
    </div>
  );
}

function DrillList({ drills }: { readonly drills: readonly DrillShown[] }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const time = (iso: string) => spokenTime(iso, now, language, say);
  return (
    <ul className="house-list">
      {drills.map((one) => (
        <li key={one.referral}>
          <div className="row row--apart">
            <strong>{one.code}</strong>
            <StateMark state={one.state} />
          </div>
          <p>{nameIn(language, one.hotline)}</p>
          <p className="small soft">
            {one.endedAt
              ? say('drill.ended', { at: time(one.begunAt), who: nameIn(language, one.by), until: time(one.endedAt) })
              : say('drill.since', { at: time(one.begunAt), who: nameIn(language, one.by), until: time(one.until) })}
          </p>
          <div className="row">
            <Link className="button" href={`/drill/${encodeURIComponent(one.referral)}`}>
              {say('drill.result')}
            </Link>
          </div>
        </li>
      ))}
    </ul>
  );
}
