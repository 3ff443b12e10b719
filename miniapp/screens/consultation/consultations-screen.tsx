import { Link } from 'wouter';
import type { ConsultationLine, ConsultationsShown } from '#src/contract/consultation.ts';
import { useConsultations } from '../../api/consultations.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { AskIcon } from '../../parts/icons.tsx';
import { UrgencyMark } from '../../parts/marks.tsx';
import { Screen } from '../../parts/screen.tsx';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { spokenSeconds } from '../../viewer/waveform.tsx';
import { nameIn } from '../../words/names.ts';
import { useSay, useSpeech } from '../../words/words.ts';
import { pinWords, ThreadDue, ThreadMark, whoAsks } from './thread-words.tsx';

/** Questions for me first, then those I asked, then what my colleagues are asked, then what was answered lately. */
export function ConsultationsScreen() {
  const say = useSay();
  const { data, error, refetch } = useConsultations();
  return (
    <Screen title={say('consultation.title')}>
      {data ? <Lists list={data} /> : error ? <TroubleState error={error} again={() => void refetch()} /> : <Waiting />}
    </Screen>
  );
}

function Lists({ list: { forMe, forColleagues, asked, answered } }: { readonly list: ConsultationsShown }) {
  const say = useSay();
  if (forMe.length + forColleagues.length + asked.length + answered.length === 0)
    return (
      <State icon={<AskIcon size={44} />} title={say('consultation.empty')} help={say('consultation.empty.help')}>
        <Link href="/" className="button">
          {say('app.to-work')}
        </Link>
      </State>
    );
  return (
    <div className="work work--desk">
      <div className="stack">
        <Section title={say('consultation.for-me')} lines={forMe} empty={say('consultation.for-me-empty')} />
        <Section title={say('consultation.for-colleagues')} lines={forColleagues} />
      </div>
      <div className="stack">
        <Section title={say('consultation.asked')} lines={asked} />
        <Section title={say('consultation.answered')} lines={answered} />
      </div>
    </div>
  );
}

type SectionProps = { readonly title: string; readonly lines: readonly ConsultationLine[]; readonly empty?: string };

function Section({ title, lines, empty }: SectionProps) {
  if (lines.length === 0 && !empty) return null;
  return (
    <section aria-label={title}>
      <h2>
        {title} <span className="count">{lines.length}</span>
      </h2>
      {lines.length === 0 ? (
        <p className="soft">{empty}</p>
      ) : (
        <ul className="lines">
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** One question: who asks, the last words, and how long it waits. The whole line leads to the thread. */
function Line({ line }: { readonly line: ConsultationLine }) {
  const speech = useSpeech();
  const { say, language } = speech;
  const now = useNow();
  const { last } = line;
  const href = `/r/${encodeURIComponent(line.referral)}/consultation#${encodeURIComponent(line.id)}`;
  return (
    <li>
      <Link href={href} className={line.overdue ? 'line line--late' : 'line'}>
        <span className="row row--apart">
          <strong>{whoAsks(line, speech)}</strong>
          <span className="soft small">{line.code}</span>
        </span>
        <span className="row">
          <UrgencyMark urgency={line.urgency} />
          <ThreadMark state={line.state} />
          <span className="soft small">
            <span className="only-heard">{say('line.patient')} </span>
            {line.patient}
          </span>
        </span>
        {line.pin && (
          <span className="soft small">
            {say('consultation.about')}: {pinWords(line.pin, say)}
          </span>
        )}
        {last && (
          <span className="said-last">
            {line.count > 1 && <span className="soft">{nameIn(language, last.by)}: </span>}
            <bdi>
              {last.hidden
                ? say('consultation.hidden')
                : last.voice
                  ? say('consultation.voice', { n: spokenSeconds(last.voice.seconds) })
                  : last.text}
            </bdi>
          </span>
        )}
        <span className="row">
          <ThreadDue {...line} />
          {!line.due && last && (
            <time className="soft small" dateTime={last.at}>
              {spokenTime(last.at, now, language, say)}
            </time>
          )}
        </span>
      </Link>
    </li>
  );
}
