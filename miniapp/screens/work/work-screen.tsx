import { Link } from 'wouter';
import type { ReferralLine, Work } from '#src/contract/referral.ts';
import { useWork } from '../../api/answers.ts';
import { CheckIcon } from '../../parts/icons.tsx';
import { QuestionsWaiting } from '../../parts/questions-waiting.tsx';
import { ReferralLines } from '../../parts/referral-line.tsx';
import { Screen } from '../../parts/screen.tsx';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';

/** What is mine comes first; what is late with others next; then what merely waits; then what ended. Nothing is shown twice. */
export function WorkScreen() {
  const say = useSay();
  const { data, error, refetch } = useWork();
  return (
    <Screen title={say('work.title')}>
      <QuestionsWaiting />
      {data ? (
        <WorkLists work={data} />
      ) : error ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

function WorkLists({ work }: { readonly work: Work }) {
  const say = useSay();
  const { mine, late, waiting } = sorted(work);
  if (mine.length + late.length + waiting.length + work.done.length === 0) return <NothingWaits />;
  return (
    <div className="work work--desk">
      <div className="stack">
        <Section title={say('work.mine')} lines={mine} empty={say('work.mine-empty')} />
      </div>
      <div className="stack">
        {late.length > 0 && <Section title={say('work.overdue')} lines={late} />}
        {waiting.length > 0 && <Section title={say('work.waiting')} lines={waiting} />}
        {work.done.length > 0 && (
          <details>
            <summary>
              {say('work.done')} <span className="soft">{work.done.length}</span>
            </summary>
            <ReferralLines lines={work.done} />
          </details>
        )}
      </div>
    </div>
  );
}

/** Overdue work of mine stays mine, at its top; only what is overdue with others has a place of its own. */
export function sorted({
  mine,
  overdue,
  waiting,
}: Work): Readonly<Record<'mine' | 'late' | 'waiting', readonly ReferralLine[]>> {
  const mineIds = new Set(mine.map(({ id }) => id));
  const late = overdue.filter(({ id }) => !mineIds.has(id));
  const lateIds = new Set(late.map(({ id }) => id));
  const lateFirst = [...mine].sort((a, b) => Number(b.clock.overdue) - Number(a.clock.overdue));
  return { mine: lateFirst, late, waiting: waiting.filter(({ id }) => !lateIds.has(id)) };
}

type SectionProps = { readonly title: string; readonly lines: readonly ReferralLine[]; readonly empty?: string };

function Section({ title, lines, empty }: SectionProps) {
  return (
    <section aria-label={title}>
      <h2>
        {title} <span className="count">{lines.length}</span>
      </h2>
      {lines.length === 0 ? <p className="soft">{empty}</p> : <ReferralLines lines={lines} />}
    </section>
  );
}

function NothingWaits() {
  const say = useSay();
  return (
    <State icon={<CheckIcon size={44} />} title={say('work.empty')} help={say('work.empty.help')}>
      <Link href="/new" className="button button--main">
        {say('work.begin')}
      </Link>
    </State>
  );
}
