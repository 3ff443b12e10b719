import { useId } from 'react';
import { useHotlines } from '../api/answers.ts';
import { nameIn } from '../words/names.ts';
import { type Key, useSpeech } from '../words/words.ts';
import { DoubtIcon } from './icons.tsx';
import { State, TroubleState, Waiting } from './standings.tsx';

type Props = { readonly chosen: string; readonly onChoose: (hotline: string) => void };

/** Where to: each hotline with the place it leads to and what it takes. */
export function HotlineChoice({ chosen, onChoose }: Props) {
  const { say, language, has } = useSpeech();
  const { data, error, refetch } = useHotlines();
  const name = useId();
  if (error && !data) return <TroubleState error={error} again={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (data.length === 0)
    return <State icon={<DoubtIcon size={40} />} title={say('new.no-hotline')} help={say('new.no-hotline.help')} />;
  const urgencyWords = (urgency: string) => {
    const key = `urgency.${urgency}`;
    // Urgencies have no gaps; one this page does not know is shown as it is.
    return has(key) ? (say as (key: Key) => string)(key) : urgency;
  };
  return (
    <fieldset className="options">
      <legend className="legend">{say('new.hotline')}</legend>
      {data.map((line) => (
        <label key={line.id} className="option">
          <input type="radio" name={name} checked={chosen === line.id} onChange={() => onChoose(line.id)} />
          <span>
            <strong>{nameIn(language, line.name)}</strong>
            <br />
            <span className="small soft">
              {nameIn(language, line.receiving)} ·{' '}
              {say('new.urgencies', { list: line.urgencies.map(urgencyWords).join(', ') })}
            </span>
            {line.onDuty && line.onDuty.length > 0 && (
              <span className="small duty">
                {say('duty.now.who', {
                  who: line.onDuty.map((one) => nameIn(language, one)).join(language === 'en' ? ', ' : '、'),
                })}
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
