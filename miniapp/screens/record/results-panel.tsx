import type { RecordShown, SeriesShown } from '#src/contract/record.ts';
import { DownIcon, UpIcon } from '../../parts/icons.tsx';
import { useSay, useSpeech } from '../../words/words.ts';
import { spokenWhen } from '../referral/course-and-time.ts';
import { Places } from './places.tsx';
import { TrendLine } from './trend-line.tsx';

type Value = SeriesShown['values'][number];

/** One line a test: the latest value with its flag in words, the way it went, the earlier values behind a tap. */
export function ResultsPanel({ record: { results } }: { readonly record: RecordShown }) {
  const say = useSay();
  const weight = ({ values }: SeriesShown) =>
    values.at(-1)?.flag?.startsWith('critical') ? 2 : isOff(values.at(-1)) ? 1 : 0;
  const inOrder = [...results].sort((one, other) => weight(other) - weight(one));
  return (
    <section className="card" aria-label={say('referral.results')}>
      <h2>{say('referral.results')}</h2>
      {results.length === 0 ? (
        <p className="soft">{say('referral.none-given')}</p>
      ) : (
        <ul className="findings known__list">
          {inOrder.map((series) => (
            <li key={`${series.name}${series.unit}`}>
              <Line series={series} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const isOff = (value: Value | undefined): boolean => value?.flag !== undefined && value.flag !== 'normal';

function Line({ series }: { readonly series: SeriesShown }) {
  const { say, language } = useSpeech();
  const { name, unit, values, pending } = series;
  const last = values.at(-1);
  const earlier = values.slice(0, -1).reverse();
  return (
    <>
      <p className="known__line">
        <span className="finding__name">{name}</span>
        {last && (
          <span className="finding__value">
            {last.value} {unit}
          </span>
        )}
        {last?.flag && last.flag !== 'normal' && <FlagMark flag={last.flag} />}
        {pending && <span className="mark">{say('record.pending')}</span>}
        {last?.at && <span className="small soft">{spokenWhen(last.at, language)}</span>}
        <TrendLine series={series} />
      </p>
      {earlier.length > 0 && (
        <details className="places">
          <summary className="small">{say('record.results.earlier', { n: earlier.length })}</summary>
          <ul>
            {earlier.map(({ value, flag, at }) => (
              <li key={`${at}${value}`} className="known__line">
                <span className="finding__value">
                  {value} {unit}
                </span>
                {flag && flag !== 'normal' && <FlagMark flag={flag} />}
                {at && <span className="small soft">{spokenWhen(at, language)}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {last && <Places places={[last.place]} />}
    </>
  );
}

function FlagMark({ flag }: { readonly flag: Exclude<NonNullable<Value['flag']>, 'normal'> }) {
  const say = useSay();
  return (
    <span className={flag.startsWith('critical') ? 'mark mark--strong' : 'mark mark--bold'}>
      {flag.endsWith('high') && <UpIcon size={13} />}
      {flag.endsWith('low') && <DownIcon size={13} />}
      {say(`flag.${flag}`)}
    </span>
  );
}
