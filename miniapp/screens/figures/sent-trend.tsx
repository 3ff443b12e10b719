import type { HotlineFigures } from '#src/contract/figures.ts';
import { hongKongDate } from '../../parts/hong-kong-time.ts';
import { useSpeech } from '../../words/words.ts';
import { cellWords, spanWords } from './cell-words.ts';
import { FiguresTable } from './figures-table.tsx';

const width = 600;
const height = 120;
const edge = 12;

type Props = { readonly trend: HotlineFigures['trend']; readonly name: string };

/** How many were sent, stretch by stretch, as a line and as a table. A stretch with few is a gap in the line: its count is not said. */
export function SentTrend({ trend, name }: Props) {
  const { say, language } = useSpeech();
  const day = (iso: string) => hongKongDate(new Date(iso), language, false);
  const numbers = trend.map(({ sent }) => (sent.is === 'few' ? undefined : sent.n));
  const high = Math.max(1, ...numbers.map((n) => n ?? 0));
  const places = numbers.map((n, index) => {
    const along = edge + (index / Math.max(1, numbers.length - 1)) * (width - 2 * edge);
    return n === undefined ? undefined : { x: along, y: height - edge - (n / high) * (height - 2 * edge), n };
  });
  return (
    <section className="card stack stack--tight">
      <h3>{say('figures.trend')}</h3>
      <svg
        className="trend trend--wide"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={say('figures.trend.picture', { name })}
      >
        <line x1={edge} y1={height - edge} x2={width - edge} y2={height - edge} />
        {runsOf(places).map((run) => (
          <polyline key={run[0]?.x} points={run.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
        ))}
        {places.map((place) => place && <circle key={place.x} cx={place.x.toFixed(1)} cy={place.y.toFixed(1)} r="4" />)}
      </svg>
      <details>
        <summary>{say('figures.trend.table')}</summary>
        <FiguresTable
          title={say('figures.trend')}
          heads={[say('figures.from'), say('figures.leg-sent'), say('figures.median')]}
          rows={trend.map(({ from, sent, median }) => [day(from), cellWords(sent, say), spanWords(median, say)])}
        />
      </details>
    </section>
  );
}

type Place = { readonly x: number; readonly y: number; readonly n: number };

/** The stretches without a gap. */
function runsOf(places: readonly (Place | undefined)[]): readonly (readonly Place[])[] {
  const runs: Place[][] = [[]];
  for (const place of places) {
    if (place) runs.at(-1)?.push(place);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 1);
}
