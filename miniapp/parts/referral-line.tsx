import { Link } from 'wouter';
import type { ReferralLine } from '#src/contract/referral.ts';
import { nameIn } from '../words/names.ts';
import { useSpeech } from '../words/words.ts';
import { DueWords, OwnerWords } from './due.tsx';
import { StateMark, UrgencyMark } from './marks.tsx';

/** One referral in a list: initials, never a name. The whole line is the link; what waits for my signature leads to it. */
function ReferralLineCard({ line }: { readonly line: ReferralLine }) {
  const { say, language } = useSpeech();
  const toSign = line.state === 'awaiting-sign-off' && line.clock.ownerIsMe;
  return (
    <li>
      <Link
        href={toSign ? `/r/${line.id}/sign` : `/r/${line.id}`}
        className={line.clock.overdue ? 'line line--late' : 'line'}
      >
        <span className="row row--apart">
          <span className="line__who">
            <span className="only-heard">{say('line.patient')} </span>
            {line.patient}
          </span>
          <span className="soft small">{line.code}</span>
        </span>
        <span className="row">
          <UrgencyMark urgency={line.urgency} />
          <StateMark state={line.state} />
        </span>
        <span className="soft small">
          {say('line.route', { from: nameIn(language, line.from), to: nameIn(language, line.to) })}
        </span>
        <span className="line__owner small">
          {line.clock.owner && (
            <strong>
              <OwnerWords clock={line.clock} />
            </strong>
          )}
          <DueWords clock={line.clock} />
        </span>
      </Link>
    </li>
  );
}

export function ReferralLines({ lines }: { readonly lines: readonly ReferralLine[] }) {
  return (
    <ul className="lines">
      {lines.map((line) => (
        <ReferralLineCard key={line.id} line={line} />
      ))}
    </ul>
  );
}
