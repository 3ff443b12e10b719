import type { RosterLineShown, RosterOfPlace, RosterShift } from '#src/contract/rosters.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { dayOf, hoursOf, namesOf } from './shift-words.ts';

type Props = {
  readonly place: RosterOfPlace;
  readonly shift: RosterShift;
  readonly onPlan: (() => void) | undefined;
};

/** One shift: its hours, who is on duty, who covers, and every gap in words. */
export function ShiftCell({ place, shift, onPlan }: Props) {
  const { say, language } = useSpeech();
  const { line, ofHotlines, gaps, is } = shift;
  const hours = hoursOf(shift, say);
  const people = (ids: readonly string[]) => namesOf(place, ids, language, say);
  const hotline = ({ hotline }: RosterLineShown) => {
    const found = place.hotlines.find(({ id }) => id === hotline);
    return found ? nameIn(language, found.name) : hotline;
  };
  return (
    <div className={`roster__shift roster__shift--${is}`}>
      <p className="row row--apart">
        <strong>{hours}</strong>
        {is !== 'coming' && <span className="mark">{say(is === 'now' ? 'roster.now' : 'roster.over')}</span>}
      </p>
      {(['duty', 'cover'] as const).map((which) =>
        gaps.includes(which) ? (
          <p key={which} className="roster__gap small">
            <DoubtIcon size={16} /> {say(`roster.gap.${which}`)}
          </p>
        ) : (
          line && (
            <p key={which} className="small">
              {say(`roster.line.${which}`, { who: people(which === 'duty' ? line.onDuty : line.cover) })}
            </p>
          )
        ),
      )}
      {ofHotlines.map((one) => (
        <p key={one.hotline} className="small roster__hotline">
          <strong>{hotline(one)}</strong>
          <br />
          {say('roster.line.duty', { who: people(one.onDuty) })}
          <br />
          {say('roster.line.cover', { who: people(one.cover) })}
        </p>
      ))}
      {onPlan && (
        <button
          type="button"
          className="button button--wide"
          aria-haspopup="dialog"
          aria-label={say('roster.plan.name', { day: dayOf(shift.day, language), shift: hours })}
          onClick={onPlan}
        >
          {say('roster.plan')}
        </button>
      )}
    </div>
  );
}
