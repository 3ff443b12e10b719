import { type FormEvent, useId, useState } from 'react';
import type { ReasonAsked } from '#src/contract/referral.ts';
import { useDeed } from '../../api/answers.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

export const reasons = {
  need: ['covering', 'asked-to-help', 'preparing-visit', 'follow-up', 'quality-review'],
  restricted: ['treatment', 'safety', 'patient-asked'],
} as const satisfies Record<ReasonAsked['kind'], readonly ReasonAsked['reason'][]>;

/** One reason out of a few, then the record opens. It stops nobody who has one. */
export function ReasonChoice({
  id,
  kind,
  title,
}: {
  readonly id: string;
  readonly kind: ReasonAsked['kind'];
  readonly title: string;
}) {
  const say = useSay();
  const group = useId();
  const [reason, setReason] = useState<ReasonAsked['reason']>();
  const deed = useDeed<ReasonAsked>(id, (client, asked) => client.giveReason(id, asked));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (reason && !deed.isPending) deed.mutate({ kind, reason });
  };
  return (
    <form className="stack" onSubmit={onSubmit} noValidate>
      {deed.error && <TroubleNotice error={deed.error} />}
      <fieldset className="options">
        <legend className="only-heard">{title}</legend>
        {reasons[kind].map((one) => (
          <label key={one} className="option">
            <input type="radio" name={group} value={one} checked={reason === one} onChange={() => setReason(one)} />
            <span>{say(`why.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" className="button button--main" aria-disabled={!reason || deed.isPending}>
        {say('why.open')}
      </button>
    </form>
  );
}
