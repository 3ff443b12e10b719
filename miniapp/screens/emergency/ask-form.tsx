import { type FormEvent, useState } from 'react';
import type { EmergencyAsked } from '#src/contract/emergency.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKept } from '../../keeping/use-kept.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { Choices, Line } from '../referral/consent/fields.tsx';

type Props = {
  readonly trouble: Error | null;
  readonly waiting: boolean;
  /** `opened` is called once the record is open. */
  readonly onAsk: (asked: EmergencyAsked, opened: () => void) => void;
};

/** The warning comes first. It warns and does not stop: a ground and a reason let the doctor go on. */
export function AskForm({ trouble, waiting, onAsk }: Props) {
  const say = useSay();
  const [patient, setPatient] = useState('');
  const [ground, setGround] = useState<EmergencyAsked['ground']>();
  const kept = useKept('emergency');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!waiting && ground && patient.trim()) onAsk({ patient: patient.trim(), ground, words: kept.text }, kept.forget);
  };
  return (
    <form className="stack" onSubmit={onSubmit} noValidate>
      <div className="notice notice--late">
        <DoubtIcon />
        <p>{say('emergency.warning')}</p>
      </div>
      {trouble && <TroubleNotice error={trouble} />}
      <Line id="emergency-patient" label={say('emergency.patient')} value={patient} onType={setPatient} />
      <Choices
        legend={say('emergency.ground')}
        name="ground"
        chosen={ground}
        options={[
          ['life-threatening', say('emergency.ground.life-threatening')],
          ['serious-harm', say('emergency.ground.serious-harm')],
        ]}
        onChoose={setGround}
      />
      <div className="field field--short">
        <label htmlFor="emergency-words">{say('emergency.words')}</label>
        <textarea
          id="emergency-words"
          value={kept.text}
          maxLength={2000}
          onChange={({ target }) => kept.type(target.value)}
        />
        <StillHere kept={kept} />
      </div>
      <button
        type="submit"
        className="button button--main button--wide"
        aria-disabled={waiting || !ground || !patient.trim()}
      >
        {say('emergency.open')}
      </button>
    </form>
  );
}
