import type { FoundShown } from '#src/contract/find.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { kinds, spans, type Wish } from './wish.ts';

type Props = { readonly wish: Wish; readonly found: FoundShown | undefined; readonly onChange: (wish: Wish) => void };

/** What narrows a search: chips that are pressed or not. Places are offered once something of two of them was found. */
export function FilterChips({ wish, found, onChange }: Props) {
  const { say, language } = useSpeech();
  const places = new Map(
    found?.patients.flatMap(({ documents }) => documents.map(({ origin, from }) => [origin, nameIn(language, from)])),
  );
  const toggled = <One extends string>(list: readonly One[], one: One): readonly One[] =>
    list.includes(one) ? list.filter((each) => each !== one) : [...list, one];
  return (
    <div className="stack stack--tight">
      <fieldset className="chips">
        <legend>{say('find.kind')}</legend>
        {kinds.map((kind) => (
          <Chip
            key={kind}
            pressed={wish.kinds.includes(kind)}
            onPress={() => onChange({ ...wish, kinds: toggled(wish.kinds, kind) })}
          >
            {say(`find.kind.${kind}`)}
          </Chip>
        ))}
      </fieldset>
      <fieldset className="chips">
        <legend>{say('find.when')}</legend>
        {spans.map((span) => (
          <Chip key={span} pressed={wish.span === span} onPress={() => onChange({ ...wish, span })}>
            {say(`find.when.${span}`)}
          </Chip>
        ))}
      </fieldset>
      {wish.span === 'between' && (
        <div className="row">
          <Day
            label={say('find.from')}
            id="find-from"
            value={wish.from}
            onDay={(from) => onChange({ ...wish, from })}
          />
          <Day label={say('find.to')} id="find-to" value={wish.to} onDay={(to) => onChange({ ...wish, to })} />
        </div>
      )}
      {(places.size > 1 || wish.places.length > 0) && (
        <fieldset className="chips">
          <legend>{say('find.place')}</legend>
          {[...places].map(([id, name]) => (
            <Chip
              key={id}
              pressed={wish.places.includes(id)}
              onPress={() => onChange({ ...wish, places: toggled(wish.places, id) })}
            >
              {name}
            </Chip>
          ))}
          {wish.places.length > 0 && (
            <Chip pressed={false} onPress={() => onChange({ ...wish, places: [] })}>
              {say('find.place.all')}
            </Chip>
          )}
        </fieldset>
      )}
    </div>
  );
}

type ChipProps = { readonly pressed: boolean; readonly onPress: () => void; readonly children: string };

const Chip = ({ pressed, onPress, children }: ChipProps) => (
  <button type="button" className="chip" aria-pressed={pressed} onClick={onPress}>
    <span aria-hidden="true">{pressed ? '✓ ' : ''}</span>
    {children}
  </button>
);

type DayProps = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onDay: (day: string) => void;
};

const Day = ({ id, label, value, onDay }: DayProps) => (
  <div className="field field--short">
    <label htmlFor={id}>{label}</label>
    <input id={id} type="date" value={value} onChange={({ target }) => onDay(target.value)} />
  </div>
);
