import { useId } from 'react';
import { useSay } from '../../words/words.ts';
import type { Typed } from './asked-for.ts';

const weeks = [1, 2, 4, 6, 8] as const;
const months = [3, 6] as const;

/** "See again in six weeks", with an answer; and whose work it is. Left alone, nothing is set. */
export function FollowUpFields({
  typed,
  onType,
}: {
  readonly typed: Typed;
  readonly onType: (more: Partial<Typed>) => void;
}) {
  const say = useSay();
  const id = useId();
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-days`}>{say('follow-up.label')}</label>
        <select
          id={`${id}-days`}
          value={typed.followUpDays}
          onChange={({ target }) => onType({ followUpDays: target.value })}
        >
          <option value="">{say('follow-up.none')}</option>
          {weeks.map((n) => (
            <option key={n} value={String(n * 7)}>
              {n === 1 ? say('follow-up.week') : say('follow-up.weeks', { n })}
            </option>
          ))}
          {months.map((n) => (
            <option key={n} value={String(Math.round(n * 30.4))}>
              {say('follow-up.months', { n })}
            </option>
          ))}
          <option value="365">{say('follow-up.year')}</option>
        </select>
      </div>
      {typed.followUpDays && (
        <fieldset className="options">
          <legend className="legend">{say('follow-up.owner')}</legend>
          {(['us', 'referrer'] as const).map((owner) => (
            <label key={owner} className="option">
              <input
                type="radio"
                name={`${id}-owner`}
                checked={typed.followUpOwner === owner}
                onChange={() => onType({ followUpOwner: owner })}
              />
              <span>{say(`follow-up.${owner}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}
