import { Link } from 'wouter';
import type { VisitLine, VisitPart } from '#src/contract/visits.ts';
import { useVisits } from '../../api/visits.ts';
import { VisitIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { VisitCard } from './visit-card.tsx';

/** On a desk: what is dated at the left, what has no date yet or is waited for at the right. */
const columns: readonly (readonly VisitPart[])[] = [
  ['outcome', 'today', 'week', 'later'],
  ['missed', 'to-book', 'answer'],
];

/** Who comes when, who did not, whom to book, whose answer is missing. A time that passed without a word stands at the top. */
export function VisitsScreen() {
  const say = useSay();
  const { data, error, refetch } = useVisits();
  return (
    <Screen title={say('visits.title')}>
      {data ? (
        <Parts lines={data.lines} />
      ) : error ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

function Parts({ lines }: { readonly lines: readonly VisitLine[] }) {
  const say = useSay();
  if (lines.length === 0)
    return (
      <State icon={<VisitIcon size={44} />} title={say('visits.empty')} help={say('visits.empty.help')}>
        <Link href="/" className="button">
          {say('app.to-work')}
        </Link>
      </State>
    );
  return (
    <div className="work work--desk">
      {columns.map((parts) => (
        <div key={parts[0]} className="stack">
          {parts.map((part) => (
            <Part key={part} part={part} lines={lines.filter((line) => line.part === part)} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Part({ part, lines }: { readonly part: VisitPart; readonly lines: readonly VisitLine[] }) {
  const say = useSay();
  if (lines.length === 0) return null;
  const title = say(`visits.part.${part}`);
  return (
    <section aria-label={title}>
      <h2>
        {title} <span className="count">{lines.length}</span>
      </h2>
      {part === 'outcome' && <p className="soft">{say('visits.part.outcome.help')}</p>}
      <ul className="lines">
        {lines.map((line) => (
          <VisitCard key={line.id} line={line} />
        ))}
      </ul>
    </section>
  );
}
