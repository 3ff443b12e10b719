import { type FormEvent, useId, useState } from 'react';
import type { CorrectionAsked, Gap, ReferralShown } from '#src/contract/referral.ts';
import { useDeed, useHotlines } from '../../api/answers.ts';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { type Key, useSpeech } from '../../words/words.ts';

type Props = { readonly gap: Gap; readonly referral: ReferralShown };

/** One missing part. What is typed stays typed when the network, the session or a colleague comes between. */
export function GapForm({ gap, referral }: Props) {
  const { say } = useSpeech();
  // A wrong digit is easier mended than typed anew.
  const [line, setLine] = useState(
    gap.why === 'check-digit' || gap.why === 'identity-clash' ? (referral.identity.hkid ?? '') : '',
  );
  const [unread, setUnread] = useState(false);
  const field = useId();
  const deed = useDeed<CorrectionAsked>(referral.id, (client, asked) => client.correct(referral.id, asked));
  const save = (value: string) => {
    if (!value.trim() || deed.isPending) return;
    const asked = { field: gap.field, value: value.trim(), version: referral.version };
    deed.mutate(asked, {
      onSuccess: ({ gaps }) => {
        // Kept, but nothing was recognised in it: the gap is still there, and saying "saved" would not be true.
        const isOpen = gaps.some(({ field, why }) => field === gap.field && why === gap.why);
        setUnread(isOpen);
        if (!isOpen) tell(say('gap.saved', { field: say(`gap.${gap.field}`) }));
      },
    });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save(line);
  };
  const hint = useHint(gap);
  return (
    <form className="gap stack stack--tight" onSubmit={onSubmit}>
      <label className="legend" htmlFor={takesLine(gap) ? field : undefined}>
        {say(`gap.${gap.field}`)}
      </label>
      {(gap.why === 'check-digit' || gap.why === 'two-patients' || gap.why === 'identity-clash') && (
        <p className="late" id={`${field}-why`}>
          {say(`gap.why.${gap.why}`)}
        </p>
      )}
      {gap.choices.length > 0 && (
        <div className="row" role="group" aria-label={say(`gap.${gap.field}`)}>
          {gap.choices.map((choice) => (
            <button
              key={choice}
              type="button"
              className="button"
              aria-disabled={deed.isPending}
              onClick={() => save(choice)}
            >
              <ChoiceWords field={gap.field} choice={choice} />
            </button>
          ))}
        </div>
      )}
      {hint && (
        <p className="small soft" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      {takesLine(gap) && (
        <div className="one-line">
          <input
            id={field}
            value={line}
            autoComplete="off"
            aria-describedby={hint ? `${field}-hint` : undefined}
            inputMode={gap.field === 'phone' ? 'tel' : 'text'}
            maxLength={2000}
            onChange={({ target }) => setLine(target.value)}
          />
          <button type="submit" className="button" aria-disabled={deed.isPending}>
            {say('app.save')}
          </button>
        </div>
      )}
      {unread && !deed.isPending && (
        <p className="late" role="alert">
          {say('gap.unread')}
        </p>
      )}
      {deed.error && <TroubleNotice error={deed.error} />}
    </form>
  );
}

/** Parts with choices are settled by a tap; a list that has names is told in one line, read like a note. */
const takesLine = ({ field, choices }: Gap): boolean =>
  choices.length === 0 || field === 'allergies' || field === 'medications' || field === 'hkid';

function useHint({ field }: Gap): string | undefined {
  const { say } = useSpeech();
  if (field === 'allergies' || field === 'medications') return say(`gap.hint.${field}`);
  if (field === 'hkid') return say('gap.hint.hkid');
  return field === 'birth' ? say('gap.hint.birth') : undefined;
}

/** Choices are keys; a hotline's key is its number, and its name is asked for. */
function ChoiceWords({ field, choice }: { readonly field: Gap['field']; readonly choice: string }) {
  const { say, has, language } = useSpeech();
  const { data } = useHotlines();
  const line = field === 'to' ? data?.find(({ id }) => id === choice) : undefined;
  if (line) return <>{nameIn(language, line.name)}</>;
  const key = [`choice.${field}.${choice}`, `${field}.${choice}`].find(has);
  // Both families of keys are without gaps.
  return <>{key ? (say as (key: Key) => string)(key as Key) : choice}</>;
}
