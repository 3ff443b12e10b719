import type { HotlineFigures as Figures } from '#src/contract/figures.ts';
import { nameIn } from '../../words/names.ts';
import { type Key, useSpeech } from '../../words/words.ts';
import { AlertsPanel } from './alerts-panel.tsx';
import { cellWords, spanWords } from './cell-words.ts';
import { FiguresTable } from './figures-table.tsx';
import { SentTrend } from './sent-trend.tsx';

const legs = ['sent', 'opened', 'accepted', 'booked'] as const;

/** One hotline: what came, how fast it went, what went wrong, what was alerted. */
export function HotlineFigures({ figures }: { readonly figures: Figures }) {
  const { say, language, has } = useSpeech();
  const cell = (count: Figures['begun']) => cellWords(count, say);
  // Reasons have no gaps; one this page does not know is shown as it is.
  const reason = (code: string) =>
    code === ''
      ? say('figures.reason.unkept')
      : has(`decline.${code}`)
        ? (say as (key: Key) => string)(`decline.${code}` as Key)
        : code;
  const name = nameIn(language, figures.name);
  return (
    <section className="stack" aria-label={name}>
      <h2>{name}</h2>
      <dl className="tiles">
        <Tile words={say('figures.begun')} value={cell(figures.begun)} />
        <Tile
          words={say('figures.gauge')}
          value={spanWords(figures.spans.sent.median, say)}
          more={say('figures.p90', { value: spanWords(figures.spans.sent.p90, say) })}
        />
        <Tile words={say('figures.answered')} value={cell(figures.answered)} />
        <Tile words={say('figures.missed')} value={cell(figures.missed)} />
        <Tile
          words={say('figures.late')}
          value={figures.latePercent === undefined ? '–' : `${figures.latePercent} %`}
          more={cell(figures.late)}
        />
        <Tile words={say('figures.escalations')} value={cell(figures.escalations)} />
      </dl>
      <SentTrend trend={figures.trend} name={name} />
      <div className="house-columns">
        <FiguresTable
          title={say('figures.times')}
          heads={[say('figures.step'), say('figures.median'), say('figures.ninetieth')]}
          rows={legs.map((leg) => [
            say(`figures.leg.${leg}`),
            spanWords(figures.spans[leg].median, say),
            spanWords(figures.spans[leg].p90, say),
          ])}
        />
        <FiguresTable
          title={say('figures.states')}
          heads={[say('figures.state'), say('figures.count')]}
          rows={figures.states.map(({ state, count }) => [say(`state.${state}`), cell(count)])}
        />
        {figures.declined.length > 0 && (
          <FiguresTable
            title={say('figures.declined')}
            heads={[say('figures.reason'), say('figures.count')]}
            rows={figures.declined.map(({ reason: code, count }) => [reason(code), cell(count)])}
          />
        )}
        <AlertsPanel alerts={figures.alerts} />
      </div>
    </section>
  );
}

function Tile({ words, value, more }: { readonly words: string; readonly value: string; readonly more?: string }) {
  return (
    <div className="tile">
      <dt>{words}</dt>
      <dd>
        <strong>{value}</strong>
        {more && <span className="small soft"> {more}</span>}
      </dd>
    </div>
  );
}
