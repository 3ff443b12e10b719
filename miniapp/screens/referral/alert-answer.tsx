import { type FormEvent, useId, useState } from 'react';
import type { AcknowledgementAsked, AlertShown } from '#src/contract/referral.ts';
import { useAnswerAlert } from '../../api/answers.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

export const reasons = [
  'benefit-outweighs',
  'will-monitor',
  'already-tolerated',
  'will-change',
  'not-accurate',
  'patient-informed',
  'other',
] as const;
const wordy: readonly string[] = ['not-accurate', 'other'];

/** Why care goes on in spite of a stop: one tap, and words where the tap alone says nothing. */
export function AlertAnswer({ alert, referral }: { readonly alert: AlertShown; readonly referral: string }) {
  const say = useSay();
  const group = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState<(typeof reasons)[number]>();
  const [words, setWords] = useState('');
  const deed = useAnswerAlert(referral);
  const ready = reason !== undefined && (!wordy.includes(reason) || words.trim() !== '');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!reason || !ready || deed.isPending) return;
    const asked: AcknowledgementAsked = { key: alert.key, reason, ...(words.trim() ? { words: words.trim() } : {}) };
    deed.mutate(asked);
  };
  if (!open)
    return (
      <button type="button" className="button button--wide" onClick={() => setOpen(true)}>
        {say('safety.answer')}
      </button>
    );
  return (
    <form className="stack stack--tight" onSubmit={onSubmit} noValidate>
      {deed.error && <TroubleNotice error={deed.error} />}
      <fieldset className="stack stack--tight">
        <legend className="only-heard">{say('safety.answer')}</legend>
        {reasons.map((one) => (
          <label key={one} className="row alert__reason">
            <input type="radio" name={group} value={one} checked={reason === one} onChange={() => setReason(one)} />
            {say(`safety.reason.${one}`)}
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>{say('safety.words')}</span>
        <input value={words} maxLength={500} onChange={(event) => setWords(event.target.value)} />
      </label>
      <button type="submit" className="button button--main" aria-disabled={!ready || deed.isPending}>
        {say('app.save')}
      </button>
    </form>
  );
}
