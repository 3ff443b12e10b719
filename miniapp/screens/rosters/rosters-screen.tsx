import { useState } from 'react';
import type { RostersShown } from '#src/contract/rosters.ts';
import { useRosters } from '../../api/shifts.ts';
import { BackIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSpeech } from '../../words/words.ts';
import { PlacePanel } from './place-panel.tsx';
import { dayOf, daysLater } from './shift-words.ts';

/** Who is on duty and who covers, a week at a time: a grid of days on a desk, one day under the other on a phone. */
export function RostersScreen() {
  const { say } = useSpeech();
  const [day, setDay] = useState<string>();
  const { data, error, refetch } = useRosters(day);
  return (
    <Screen title={say('roster.title')} deep>
      {data ? (
        <Week shown={data} day={day} onDay={setDay} />
      ) : error ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

type WeekProps = {
  readonly shown: RostersShown;
  readonly day: string | undefined;
  readonly onDay: (day: string | undefined) => void;
};

function Week({ shown, day, onDay }: WeekProps) {
  const { say, language } = useSpeech();
  const { monday, places } = shown;
  return (
    <div className="stack">
      <div className="row roster__weeks">
        <button
          type="button"
          className="button"
          aria-label={say('roster.earlier')}
          onClick={() => onDay(daysLater(monday, -7))}
        >
          <BackIcon />
        </button>
        <button type="button" className="button" aria-pressed={day === undefined} onClick={() => onDay(undefined)}>
          {say('roster.this-week')}
        </button>
        <button
          type="button"
          className="button roster__onwards"
          aria-label={say('roster.later')}
          onClick={() => onDay(daysLater(monday, 7))}
        >
          <BackIcon />
        </button>
        <strong role="status">{say('roster.week', { day: dayOf(monday, language) })}</strong>
      </div>
      {places.map((place) => (
        <PlacePanel key={place.institution} place={place} monday={monday} week={day} />
      ))}
    </div>
  );
}
