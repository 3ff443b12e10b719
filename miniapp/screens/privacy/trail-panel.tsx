import type { PrivacyDesk } from '#src/contract/privacy.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

/** Whether the chain of each institution holds, checked when this screen was opened. */
export function TrailPanel({ desk: { trail } }: { readonly desk: PrivacyDesk }) {
  const { say, language } = useSpeech();
  const now = useNow();
  return (
    <section className="card stack stack--tight" aria-label={say('privacy.trail')}>
      <h2>{say('privacy.trail')}</h2>
      {trail.length === 0 && <p className="soft">{say('privacy.trail.none')}</p>}
      {trail.map(({ chain, institution, ok, entries, covered, lastAt, badAt }) => (
        <div key={chain} className={ok ? 'notice notice--good' : 'notice notice--late'}>
          <div>
            <strong>{nameIn(language, institution)}</strong>
            <p>{ok ? say('privacy.trail.holds', { n: entries }) : say('privacy.trail.broken', { n: badAt ?? 0 })}</p>
            {ok && lastAt && (
              <p className="small">
                {say('privacy.trail.signed', { n: covered, at: spokenTime(lastAt, now, language, say) })}
              </p>
            )}
          </div>
        </div>
      ))}
    </section>
  );
}
