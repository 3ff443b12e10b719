import { useState } from 'react';
import { Link } from 'wouter';
import type { Action, ActionAsked } from '#src/contract/referral.ts';
import type { FollowUpShown, VisitLine } from '#src/contract/visits.ts';
import { useDeed } from '../../api/answers.ts';
import { DueWords, OwnerWords } from '../../parts/due.tsx';
import { hongKongDate, spokenTime } from '../../parts/hong-kong-time.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { StateMark, UrgencyMark } from '../../parts/marks.tsx';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { ActionSheet } from '../referral/action-sheet.tsx';
import { wordsOf } from '../referral/action-words.ts';
import { CallButton } from './call-button.tsx';
import { EndFollowUp } from './end-follow-up.tsx';

/** One visit: when, who, where, whose move it is, and what can be done about it here. */
export function VisitCard({ line }: { readonly line: VisitLine }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const [asking, setAsking] = useState<Action>();
  const deed = useDeed<ActionAsked>(line.id, (client, asked) => client.act(line.id, asked));
  const isLate = line.part === 'outcome' || line.part === 'missed' || line.clock.overdue;

  const take = (action: Action) => {
    if (action.needs !== 'nothing' || action.confirm) return setAsking(action);
    if (deed.isPending) return;
    deed.mutate(
      { action: action.name, version: line.version },
      { onSuccess: ({ state }) => tell(say('action.done', { state: say(`state.${state}`) })) },
    );
  };
  return (
    <li className={isLate ? 'card visit visit--late' : 'card visit'}>
      <span className="row row--apart">
        {line.at ? (
          <time className="visit__when" dateTime={line.at}>
            {line.part === 'missed' || line.part === 'answer'
              ? say('visits.was-booked', { at: spokenTime(line.at, now, language, say) })
              : spokenTime(line.at, now, language, say)}
          </time>
        ) : (
          <StateMark state={line.state} />
        )}
        <Link
          className="button button--quiet visit__code"
          href={`/r/${encodeURIComponent(line.id)}`}
          aria-label={say('visits.open', { code: line.code })}
        >
          {line.code}
        </Link>
      </span>
      <span className="row">
        <span className="line__who">
          <span className="only-heard">{say('line.patient')} </span>
          {line.patient}
        </span>
        <UrgencyMark urgency={line.urgency} />
      </span>
      <span className="soft small">
        {say('visits.where', {
          place: line.place ?? nameIn(language, line.to),
          from: nameIn(language, line.from),
        })}
      </span>
      {line.clash && (
        <span className="notice notice--late">
          <DoubtIcon />
          <span>{say('visits.clash')}</span>
        </span>
      )}
      {line.followUps.map((one) => (
        <FollowUpWords key={one.id} followUp={one} />
      ))}
      {line.clock.due && (
        <span className="line__owner small">
          <strong>
            <OwnerWords clock={line.clock} />
          </strong>
          <DueWords clock={line.clock} />
        </span>
      )}
      {deed.error && <TroubleNotice error={deed.error} />}
      <div className="visit__deeds">
        {line.actions.map((action) => (
          <button
            key={action.name}
            type="button"
            className={action.primary ? 'button button--main' : 'button'}
            aria-disabled={deed.isPending}
            onClick={() => take(action)}
          >
            {say(wordsOf(action.name, line.state))}
          </button>
        ))}
        {line.mayCall && <CallButton referral={line.id} />}
        {line.followUps
          .filter(({ mayEnd }) => mayEnd)
          .map((one) => (
            <EndFollowUp key={one.id} referral={line.id} followUp={one} />
          ))}
      </div>
      {asking && <ActionSheet action={asking} referral={line} onClose={() => setAsking(undefined)} />}
    </li>
  );
}

function FollowUpWords({ followUp: { due, owner, isDue } }: { readonly followUp: FollowUpShown }) {
  const { say, language } = useSpeech();
  const gaps = { at: hongKongDate(new Date(due), language, false), place: nameIn(language, owner) };
  return isDue ? (
    <strong className="late">{say('visits.follow-up.due', gaps)}</strong>
  ) : (
    <span>{say('visits.follow-up', gaps)}</span>
  );
}
