import { useState } from 'react';
import type { RosterOfPlace, RosterShift } from '#src/contract/rosters.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { CopyWeek } from './copy-week.tsx';
import { PlanSheet } from './plan-sheet.tsx';
import { ShiftCell } from './shift-cell.tsx';
import { dayOf, daysLater } from './shift-words.ts';

type Props = { readonly place: RosterOfPlace; readonly monday: string; readonly week: string | undefined };

/** One institution's week. A shift that names nobody says so, and whom Baton addresses then. */
export function PlacePanel({ place, monday, week }: Props) {
  const { say, language } = useSpeech();
  const [planned, plan] = useState<Pick<RosterShift, 'day' | 'minute'>>();
  const shift = planned && place.shifts.find(({ day, minute }) => day === planned.day && minute === planned.minute);
  const days = Array.from({ length: 7 }, (_none, index) => daysLater(monday, index));
  const gaps = place.shifts.filter((one) => one.is !== 'over' && one.gaps.length > 0).length;
  const names = (people: RosterOfPlace['otherwise']['cover']) =>
    people.length > 0
      ? people.map((name) => nameIn(language, name)).join(language === 'en' ? ', ' : '、')
      : say('roster.nobody');
  const name = nameIn(language, place.name);
  return (
    <section aria-label={name}>
      <h2>{name}</h2>
      {gaps > 0 && (
        <p className="notice notice--doubt small roster__gaps">
          <DoubtIcon />
          <span>
            <strong>{say('roster.gaps', { n: gaps })}</strong>{' '}
            {say('roster.otherwise', { duty: names(place.otherwise.onDuty), cover: names(place.otherwise.cover) })}
          </span>
        </p>
      )}
      {place.mayPlan && gaps > 0 && <CopyWeek institution={place.institution} monday={monday} week={week} />}
      {!place.mayPlan && <p className="small soft">{say('roster.read-only')}</p>}
      <ol className="roster">
        {days.map((day) => (
          <li key={day} className="roster__day">
            <h3>{dayOf(day, language)}</h3>
            {place.shifts
              .filter((one) => one.day === day)
              .map((one) => (
                <ShiftCell
                  key={one.minute}
                  place={place}
                  shift={one}
                  onPlan={place.mayPlan && one.is !== 'over' ? () => plan(one) : undefined}
                />
              ))}
          </li>
        ))}
      </ol>
      {shift && <PlanSheet place={place} shift={shift} week={week} onClose={() => plan(undefined)} />}
    </section>
  );
}
