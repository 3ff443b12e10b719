import { useId, useState } from 'react';
import type { RosterOfPlace, RosterShift } from '#src/contract/rosters.ts';
import { codeOf } from '../../api/refusal.ts';
import { usePlanShift } from '../../api/shifts.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { tell } from '../../parts/said.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { PeopleChoice } from './people-choice.tsx';
import { dayOf, hoursOf, namesOf } from './shift-words.ts';

type Props = {
  readonly place: RosterOfPlace;
  readonly shift: RosterShift;
  readonly week: string | undefined;
  readonly onClose: () => void;
};

/** Plans one shift, of the institution or of one of its hotlines. */
export function PlanSheet({ place, shift, week, onClose }: Props) {
  const { say, language } = useSpeech();
  const [hotline, setHotline] = useState('');
  const field = useId();
  return (
    <Sheet title={`${dayOf(shift.day, language)}, ${hoursOf(shift, say)}`} onClose={onClose}>
      {place.hotlines.length > 0 && (
        <div className="field">
          <label htmlFor={field}>{say('roster.plan.for')}</label>
          <select id={field} value={hotline} onChange={({ target }) => setHotline(target.value)}>
            <option value="">{say('roster.plan.whole')}</option>
            {place.hotlines.map(({ id, name }) => (
              <option key={id} value={id}>
                {nameIn(language, name)}
              </option>
            ))}
          </select>
        </div>
      )}
      <PlanForm key={hotline} place={place} shift={shift} week={week} hotline={hotline} onClose={onClose} />
    </Sheet>
  );
}

/** The choice stays whatever others do; what they planned meanwhile is shown above it, and keeping then means knowing of it. */
function PlanForm({ place, shift, week, hotline, onClose }: Props & { readonly hotline: string }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const line = hotline ? shift.ofHotlines.find((one) => one.hotline === hotline) : shift.line;
  const [seen, setSeen] = useState(line?.version ?? 0);
  const [onDuty, setOnDuty] = useState<readonly string[]>(line?.onDuty ?? []);
  const [cover, setCover] = useState<readonly string[]>(line?.cover ?? []);
  const keep = usePlanShift(week);
  const isOvertaken = line !== undefined && line.version > seen;
  const here = (ids: readonly string[]) => ids.filter((id) => place.staff.some((one) => one.id === id));
  const go = () => {
    if (keep.isPending) return;
    keep.mutate(
      {
        institution: place.institution,
        ...(hotline ? { hotline } : {}),
        day: shift.day,
        minute: shift.minute,
        onDuty: here(onDuty),
        cover: here(cover),
        version: line?.version ?? 0,
      },
      {
        onSuccess: () => {
          tell(say('roster.kept'));
          onClose();
        },
      },
    );
    setSeen(line?.version ?? 0);
  };
  return (
    <>
      {isOvertaken && line ? (
        <div className="notice notice--doubt" role="alert">
          <DoubtIcon />
          <div>
            {say('roster.changed', { who: nameIn(language, line.by) })}
            <br />
            <strong>
              {say('roster.stands', {
                duty: namesOf(place, line.onDuty, language, say),
                cover: namesOf(place, line.cover, language, say),
              })}
            </strong>
          </div>
        </div>
      ) : (
        keep.error && codeOf(keep.error) !== 'roster.changed-meanwhile' && <TroubleNotice error={keep.error} />
      )}
      <PeopleChoice legend={say('roster.on-duty')} staff={place.staff} chosen={onDuty} onChoose={setOnDuty} />
      <PeopleChoice legend={say('roster.cover')} staff={place.staff} chosen={cover} onChoose={setCover} />
      {line && (
        <p className="small soft">
          {say('roster.by', { who: nameIn(language, line.by), at: spokenTime(line.at, now, language, say) })}
        </p>
      )}
      <div className="actions">
        <button type="button" className="button button--main" aria-disabled={keep.isPending} onClick={go}>
          {say('roster.keep')}
        </button>
        <button type="button" className="button button--quiet" onClick={onClose}>
          {say('app.cancel')}
        </button>
      </div>
    </>
  );
}
