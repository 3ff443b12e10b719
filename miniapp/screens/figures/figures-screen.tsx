import { useState } from 'react';
import type { Days, FiguresShown } from '#src/contract/figures.ts';
import { useFigures } from '../../api/figures.ts';
import { useDesk } from '../../desk.ts';
import { hongKongDate } from '../../parts/hong-kong-time.ts';
import { CheckIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { HotlineFigures } from './hotline-figures.tsx';

const periods = [7, 30, 90] as const satisfies readonly Days[];

/** How the hotlines do: counts and times, never a patient. */
export function FiguresScreen() {
  const { say } = useSpeech();
  const { client } = useDesk();
  const [days, setDays] = useState<Days>(30);
  const { data, error, refetch } = useFigures(days);
  return (
    <Screen title={say('figures.title')} deep>
      <div className="stack">
        <div className="row row--apart">
          <fieldset className="sections">
            <legend className="only-heard">{say('figures.period')}</legend>
            {periods.map((one) => (
              <button
                key={one}
                type="button"
                className="button"
                aria-pressed={days === one}
                onClick={() => setDays(one)}
              >
                {say('figures.days', { n: one })}
              </button>
            ))}
          </fieldset>
          <a className="button" href={client.figuresAddress(days)} download>
            {say('figures.csv')}
          </a>
        </div>
        {data ? (
          <Shown figures={data} />
        ) : error ? (
          <TroubleState error={error} again={() => void refetch()} />
        ) : (
          <Waiting />
        )}
      </div>
    </Screen>
  );
}

function Shown({ figures }: { readonly figures: FiguresShown }) {
  const { say, language } = useSpeech();
  const day = (iso: string) => hongKongDate(new Date(iso), language, false);
  return (
    <>
      <p className="small soft">
        {say('figures.of', {
          places: figures.places.map((one) => nameIn(language, one)).join(', '),
          from: day(figures.since),
          until: day(figures.at),
        })}{' '}
        {say('figures.small')}
      </p>
      {figures.cut && <p className="notice">{say('figures.cut')}</p>}
      {figures.hotlines.length === 0 ? (
        <State icon={<CheckIcon size={40} />} title={say('figures.none')} help={say('figures.none.help')} />
      ) : (
        figures.hotlines.map((one) => <HotlineFigures key={one.hotline} figures={one} />)
      )}
    </>
  );
}
