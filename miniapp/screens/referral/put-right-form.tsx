import { type FormEvent, useId, useState } from 'react';
import type { FactShown } from '#src/contract/documents.ts';
import { useSay } from '../../words/words.ts';

type Parts = FactShown['parts'];
type Props = { readonly parts: Parts; readonly onRight: (parts: Parts) => void; readonly onLeave: () => void };

const order = ['name', 'value', 'unit', 'dose'] as const;

/** The parts of one fact as they were read, to be written as the source has them. Nothing is sent for a part that stays as it was. */
export function PutRightForm({ parts, onRight, onLeave }: Props) {
  const say = useSay();
  const field = useId();
  const [said, setSaid] = useState(parts);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onRight(said);
  };
  return (
    <form className="stack stack--tight fact__right" onSubmit={onSubmit}>
      {order.map(
        (part) =>
          parts[part] !== undefined && (
            <div key={part} className="field field--short">
              <label htmlFor={`${field}${part}`}>{say(`document.part.${part}`)}</label>
              <input
                id={`${field}${part}`}
                value={said[part] ?? ''}
                maxLength={200}
                autoComplete="off"
                onChange={({ target }) => setSaid({ ...said, [part]: target.value })}
              />
            </div>
          ),
      )}
      <div className="row">
        <button type="submit" className="button button--main" aria-disabled={!said.name.trim()}>
          {say('document.take-right')}
        </button>
        <button type="button" className="button" onClick={onLeave}>
          {say('document.right.not')}
        </button>
      </div>
    </form>
  );
}
