import { useDoctor } from '../../api/admin.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { CheckIcon, DoubtIcon } from '../../parts/icons.tsx';
import { TroubleNotice, Waiting } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSpeech } from '../../words/words.ts';

/** The same looks that `npx baton doctor` takes, from inside. */
export function DoctorPanel() {
  const { say, language } = useSpeech();
  const { data, error, refetch, isFetching } = useDoctor();
  const now = useNow();
  return (
    <section className="card stack" aria-label={say('admin.doctor')}>
      <h2>{say('admin.doctor')}</h2>
      {error && <TroubleNotice error={error} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <div className={data.ok ? 'notice notice--good' : 'notice notice--late'}>
            {data.ok ? <CheckIcon /> : <DoubtIcon />}
            <div>
              <strong>{say(data.ok ? 'admin.doctor.well' : 'admin.doctor.ill')}</strong>{' '}
              {say('admin.looked', { at: spokenTime(data.at, now, language, say) })}
            </div>
          </div>
          <ul className="house-list">
            {data.findings.map(({ part, ok, says, mend }) => (
              <li key={part}>
                <div className="row row--apart">
                  <strong lang="en">{part}</strong>
                  <span className={ok ? 'mark' : 'mark mark--late'}>
                    {say(ok ? 'admin.doctor.ok' : 'admin.doctor.not-ok')}
                  </span>
                </div>
                <p className="small soft" lang="en">
                  {says}
                </p>
                {mend && (
                  <p className="small" lang="en">
                    {mend}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <div>
        <button type="button" className="button" aria-disabled={isFetching} onClick={() => void refetch()}>
          {say('admin.doctor.run')}
        </button>
      </div>
    </section>
  );
}
