import type { RecordShown } from '#src/contract/record.ts';
import { useSay } from '../../words/words.ts';
import { Places } from './places.tsx';

/** Three sentences for the question, each with its sources; and how much is not in them. */
export function PointsPanel({ record: { points, question, leftOut } }: { readonly record: RecordShown }) {
  const say = useSay();
  const { documents: n } = leftOut;
  const [from, to] = [leftOut.from?.slice(0, 4), leftOut.to?.slice(0, 4)];
  return (
    <section className="card" aria-label={say('record.points')}>
      <h2>{say('record.points')}</h2>
      {question && <p className="small soft words">{say('record.points.for', { question })}</p>}
      {points.length === 0 ? (
        <p className="soft">{say('record.points.none')}</p>
      ) : (
        <ol className="points">
          {points.map(({ text, places }) => (
            <li key={text}>
              <p className="words">{text}</p>
              <Places places={places} />
            </li>
          ))}
        </ol>
      )}
      <p className="small soft">
        {from && to
          ? say('record.left-out.years', { n, years: from === to ? from : `${from}–${to}` })
          : say('record.left-out', { n })}
      </p>
    </section>
  );
}
