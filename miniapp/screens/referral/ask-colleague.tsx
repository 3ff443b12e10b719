import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useColleagues } from '../../api/answers.ts';
import { useDesk } from '../../desk.ts';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

const hours = 24;

/** Asks one colleague to look: they get a link in their own chat that works for them alone, for a day. */
export function AskColleague({ id }: { readonly id: string }) {
  const { say, language } = useSpeech();
  const { client } = useDesk();
  const { data = [] } = useColleagues();
  const [person, setPerson] = useState('');
  const field = useId();
  const asking = useMutation({
    mutationFn: () => client.askColleague(id, { person, hours }),
    onSuccess: () => {
      setPerson('');
      tell(say('colleague.asked'));
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (person && !asking.isPending) asking.mutate();
  };
  return (
    <details className="card">
      <summary>{say('colleague.title')}</summary>
      <form className="stack" onSubmit={onSubmit} noValidate>
        <p className="small soft">{say('colleague.help', { hours: String(hours) })}</p>
        {asking.error && <TroubleNotice error={asking.error} />}
        <div className="field">
          <label htmlFor={field}>{say('ask.person')}</label>
          <select id={field} value={person} onChange={({ target }) => setPerson(target.value)}>
            <option value="">{say('ask.choose')}</option>
            {data.map((one) => (
              <option key={one.id} value={one.id}>
                {nameIn(language, one.name)}
                {one.onDuty ? ` · ${say('duty.now')}` : ''}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" className="button" aria-disabled={!person || asking.isPending}>
          {say('colleague.ask')}
        </button>
      </form>
    </details>
  );
}
