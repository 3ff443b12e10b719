import { useId, useState } from 'react';
import type { FindingShown } from '#src/contract/referral.ts';
import { DoubtIcon, DownIcon, UpIcon } from '../../parts/icons.tsx';
import { useSay, useSpeech } from '../../words/words.ts';
import { courseOf, spokenWhen } from './course-and-time.ts';

/** One finding; a tap shows the words of the source it was taken from. */
export function FindingRow({ finding }: { readonly finding: FindingShown }) {
  const say = useSay();
  const [open, setOpen] = useState(false);
  const quote = useId();
  const look = finding.sure ? 'finding' : 'finding finding--unsure';
  if (!finding.quote)
    return (
      <div className={look}>
        <FindingWords finding={finding} />
      </div>
    );
  return (
    <>
      <button type="button" className={look} aria-expanded={open} aria-controls={quote} onClick={() => setOpen(!open)}>
        <FindingWords finding={finding} />
        <span className="only-heard"> {say('finding.show-source', { name: finding.name })}</span>
      </button>
      <blockquote className="quote" id={quote} hidden={!open}>
        <span className="small soft">{say('finding.source')}</span>
        <p className="words">{finding.quote}</p>
      </blockquote>
    </>
  );
}

/** A finding in words: what, how much, how it stands, and whether it is sure. */
export function FindingWords({ finding }: { readonly finding: FindingShown }) {
  const { say, language } = useSpeech();
  const { name, value, unit, detail, note, flag, status, family, sure } = finding;
  const course = courseOf(finding);
  return (
    <span className="finding__words">
      {family && <span className="mark">{say('finding.family')}</span>}
      <span className="finding__name">
        {status === 'absent' && `${say('finding.absent')} `}
        {name}
      </span>
      {course && <span className="mark mark--bold">{say(`course.${course}`)}</span>}
      {value && (
        <span className="finding__value">
          {value} {unit}
        </span>
      )}
      {flag && flag !== 'normal' && <FlagMark flag={flag} />}
      {flag === 'normal' && <span className="small soft">{say('flag.normal')}</span>}
      {detail && <span className="small soft">{detail}</span>}
      {note && !course && <span className="small soft">{spokenWhen(note, language)}</span>}
      {(status === 'pending' || status === 'unknown') && <span className="mark">{say(`finding.${status}`)}</span>}
      {!sure && <UnsureMark />}
    </span>
  );
}

function FlagMark({ flag }: { readonly flag: Exclude<NonNullable<FindingShown['flag']>, 'normal'> }) {
  const say = useSay();
  const critical = flag === 'critical-high' || flag === 'critical-low';
  return (
    <span className={critical ? 'mark mark--strong' : 'mark mark--bold'}>
      {flag.endsWith('high') && <UpIcon size={13} />}
      {flag.endsWith('low') && <DownIcon size={13} />}
      {say(`flag.${flag}`)}
    </span>
  );
}

/** A guess is never shown as a fact. */
export function UnsureMark() {
  const say = useSay();
  return (
    <span className="mark mark--doubt">
      <DoubtIcon size={13} />
      {say('finding.unsure')}
    </span>
  );
}
