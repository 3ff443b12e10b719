import type { RosterOfPlace } from '#src/contract/rosters.ts';
import { nameIn } from '../../words/names.ts';
import { type Key, useSpeech } from '../../words/words.ts';

type Props = {
  readonly legend: string;
  readonly staff: RosterOfPlace['staff'];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
};

/** Several people of one institution, each with what they are there. */
export function PeopleChoice({ legend, staff, chosen, onChoose }: Props) {
  const { say, language, has } = useSpeech();
  // Roles have no gaps; one this page does not know is shown as it is.
  const role = (name: string) => (has(`role.${name}`) ? (say as (key: Key) => string)(`role.${name}` as Key) : name);
  return (
    <fieldset className="options roster__people">
      <legend className="legend">{legend}</legend>
      {staff.map(({ id, name, roles }) => (
        <label key={id} className="option">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={({ target }) =>
              onChoose(target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
            }
          />
          <span>
            {nameIn(language, name)} <span className="small soft">{roles.map(role).join(', ')}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
