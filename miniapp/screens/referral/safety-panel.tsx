import type { AlertShown, ReferralShown } from '#src/contract/referral.ts';
import { CheckIcon, DoubtIcon } from '../../parts/icons.tsx';
import { nameIn } from '../../words/names.ts';
import { type Key, useSpeech } from '../../words/words.ts';
import { AlertAnswer } from './alert-answer.tsx';

/** What could harm, the gravest first. A stop wants a reason before the next step; it locks nothing. Nothing found is said as just that. */
export function SafetyPanel({ referral: { id, safety } }: { readonly referral: ReferralShown }) {
  const { say } = useSpeech();
  if (!safety) return null;
  const { alerts, unrecognised, unknown } = safety;
  return (
    <section className="card stack stack--tight" aria-label={say('safety.title')}>
      <h2>{say('safety.title')}</h2>
      {alerts.map((alert) => (
        <AlertRow key={alert.key} alert={alert} referral={id} />
      ))}
      {alerts.length === 0 && (
        <p className="file__head soft">
          <CheckIcon /> <span>{say('safety.none')}</span>
        </p>
      )}
      {unrecognised.length > 0 && (
        <p className="file__head late">
          <DoubtIcon /> <span>{say('safety.unrecognised', { list: unrecognised.join(', ') })}</span>
        </p>
      )}
      {unknown.length > 0 && <p className="small soft">{say('safety.unknown', { list: unknown.join(', ') })}</p>}
    </section>
  );
}

function AlertRow({ alert, referral }: { readonly alert: AlertShown; readonly referral: string }) {
  const { say, language, has } = useSpeech();
  const { tier, subjects, why, do: what, rule, source, version, existing, acknowledged } = alert;
  const reasonKey = `safety.reason.${acknowledged?.reason}`;
  return (
    <article className={`alert alert--${tier}`} role={tier === 'stop' && !acknowledged ? 'alert' : undefined}>
      <h3>
        <span className="alert__tier">{say(`safety.${tier}`)}</span> {subjects.join(' + ')}
      </h3>
      <p>{why}</p>
      <p>
        <strong>{say('safety.do', { words: what })}</strong>
      </p>
      {existing && <p>{say('safety.existing', existing)}</p>}
      <details>
        <summary>{say('safety.more')}</summary>
        <p className="small soft">{say('safety.rule', { rule, source, version })}</p>
      </details>
      {acknowledged && (
        <p className="small">
          <CheckIcon size={16} />{' '}
          {say('safety.answered', {
            who: nameIn(language, acknowledged.by),
            reason: [
              has(reasonKey) ? (say as (key: Key) => string)(reasonKey) : acknowledged.reason,
              acknowledged.words,
            ]
              .filter(Boolean)
              .join(' · '),
          })}
        </p>
      )}
      {tier === 'stop' && !acknowledged && <AlertAnswer alert={alert} referral={referral} />}
    </article>
  );
}
