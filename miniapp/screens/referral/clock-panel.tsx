import type { ReferralShown, Step } from '#src/contract/referral.ts';
import { DueWords, OwnerWords } from '../../parts/due.tsx';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { CheckIcon, ClockIcon } from '../../parts/icons.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

type Props = { readonly referral: ReferralShown; readonly brief?: boolean };

/** The loop clock: whose turn it is and until when; then every step with its time and its doer. */
export function ClockPanel({ referral: { clock, steps }, brief = false }: Props) {
  const { say } = useSpeech();
  return (
    <section className="card stack stack--tight" aria-label={say('referral.clock')}>
      <h2 className={brief ? 'only-heard' : undefined}>{say('referral.clock')}</h2>
      <div>
        <p className="owner">
          <OwnerWords clock={clock} />
        </p>
        <DueWords clock={clock} />
      </div>
      {!brief && (
        <ol className="steps">
          {steps.map((step) => (
            <StepLine key={step.state} step={step} />
          ))}
        </ol>
      )}
    </section>
  );
}

function StepLine({ step }: { readonly step: Step }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const isHere = step.is === 'now' || step.is === 'late';
  const when = [step.at && spokenTime(step.at, now, language, say), step.by && nameIn(language, step.by)].filter(
    Boolean,
  );
  return (
    <li className={`step step--${step.is}`} aria-current={isHere ? 'step' : undefined}>
      <span className="step__dot">
        {step.is === 'done' && <CheckIcon size={14} />}
        {step.is === 'late' && <ClockIcon size={14} />}
      </span>
      <div>
        <span className="step__name">{say(`state.${step.state}`)}</span>
        <span className={step.is === 'late' ? 'small late' : 'small soft'}>
          {' · '}
          {when.length > 0 ? when.join(' · ') : say(`step.${step.is}`)}
          {when.length > 0 && isHere && ` · ${say(`step.${step.is}`)}`}
        </span>
      </div>
    </li>
  );
}
