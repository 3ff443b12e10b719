import { Link } from 'wouter';
import type { HandoverLine } from '#src/contract/handover.ts';
import { Refusal } from '../../api/refusal.ts';
import { useTakeOver } from '../../api/shifts.ts';
import { DueWords, OwnerWords } from '../../parts/due.tsx';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { CheckIcon, DoubtIcon } from '../../parts/icons.tsx';
import { StateMark, UrgencyMark } from '../../parts/marks.tsx';
import { tell } from '../../parts/said.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { ChangesLine } from './changes-line.tsx';
import { NoteBox } from './note-box.tsx';

/** One open case: whose it is, what changed, what the shift before wrote, and one tap to take it. */
export function HandoverCard({ institution, line }: { readonly institution: string; readonly line: HandoverLine }) {
  const { say, language } = useSpeech();
  const now = useNow();
  const take = useTakeOver();
  const isToTake = line.standing === 'waiting' || line.standing === 'escalated';
  const go = () => {
    if (take.isPending) return;
    take.mutate(
      { institution, referrals: [line.id] },
      { onSuccess: () => tell(say('handover.took', { code: line.code })) },
    );
  };
  return (
    <li className={line.standing === 'escalated' ? 'card handover__card handover__card--late' : 'card handover__card'}>
      <span className="row row--apart">
        <span className="line__who">
          <span className="only-heard">{say('line.patient')} </span>
          {line.patient === '–' ? say('handover.draft-of', { who: nameIn(language, line.author) }) : line.patient}
        </span>
        <Link
          className="button button--quiet handover__code"
          href={`/r/${encodeURIComponent(line.id)}`}
          aria-label={say('visits.open', { code: line.code })}
        >
          {line.code}
        </Link>
      </span>
      <span className="row">
        <UrgencyMark urgency={line.urgency} />
        <StateMark state={line.state} />
      </span>
      <span className="soft small">
        {say('line.route', { from: nameIn(language, line.from), to: nameIn(language, line.to) })}
      </span>
      {line.standing === 'taken' && line.by && line.since ? (
        <span className="row small">
          <CheckIcon size={16} />
          <strong>
            {line.byMe
              ? say('handover.yours', { at: spokenTime(line.since, now, language, say) })
              : say('handover.taken-by', {
                  who: nameIn(language, line.by),
                  at: spokenTime(line.since, now, language, say),
                })}
          </strong>
          <DueWords clock={line.clock} />
        </span>
      ) : (
        line.clock.due && (
          <span className="line__owner small">
            <strong>
              <OwnerWords clock={line.clock} />
            </strong>
            <DueWords clock={line.clock} />
          </span>
        )
      )}
      <ChangesLine changes={line.changes} />
      {take.error && <FirstOrTrouble error={take.error} />}
      <NoteBox institution={institution} line={line}>
        {isToTake && (
          <button
            type="button"
            className="button button--main"
            aria-disabled={take.isPending}
            aria-label={say('handover.take.name', { code: line.code })}
            onClick={go}
          >
            {say('handover.take')}
          </button>
        )}
      </NoteBox>
    </li>
  );
}

/** Somebody was first: it is said who, once the service has told. */
function FirstOrTrouble({ error }: { readonly error: Error }) {
  const { say } = useSpeech();
  const who = error instanceof Refusal && error.code === 'handover.taken' ? error.details['who'] : undefined;
  if (who === undefined) return <TroubleNotice error={error} />;
  return (
    <div className="notice notice--late" role="alert">
      <DoubtIcon />
      <div>{say('handover.was-first', { who: String(who) })}</div>
    </div>
  );
}
