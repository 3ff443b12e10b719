import type { ImageSeries } from '#src/contract/images.ts';
import { hongKongDate } from '../../parts/hong-kong-time.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { titleOf } from './series-title.ts';
import type { BesideDesk } from './use-beside.ts';

type Props = {
  readonly label: string;
  readonly series: readonly ImageSeries[];
  readonly pressed: string | undefined;
  readonly onChoose: (id: string) => void;
};

export function SeriesChoice({ label, series, pressed, onChoose }: Props) {
  const { say } = useSpeech();
  return (
    <div className="room__series" role="group" aria-label={label}>
      {series.map((one) => (
        <button
          key={one.id}
          type="button"
          className="room__tool"
          aria-pressed={one.id === pressed}
          onClick={() => onChoose(one.id)}
        >
          <bdi>{titleOf(one, say)}</bdi>
        </button>
      ))}
    </div>
  );
}

/** What to put beside: another series of this referral, or an earlier examination. */
export function BesideChoice({ desk }: { readonly desk: BesideDesk }) {
  const { say, language } = useSpeech();
  const { choice, choose, priors, priorSeries, own } = desk;
  if (!desk.isChoosing && !choice?.prior) return null;
  return (
    <div className="stack stack--tight">
      {desk.isChoosing && own.length > 0 && (
        <>
          <p className="room__soft">{say('images.beside-choose')}</p>
          <SeriesChoice
            label={say('images.beside-choose')}
            series={own}
            pressed={choice?.prior ? undefined : choice?.series}
            onChoose={(series) => choose({ series })}
          />
        </>
      )}
      {desk.isChoosing && priors.length > 0 && (
        <>
          <p className="room__soft">{say('images.priors')}</p>
          <div className="room__series" role="group" aria-label={say('images.priors')}>
            {priors.map(({ referral, code, at, from }) => (
              <button key={referral} type="button" className="room__tool" onClick={() => choose({ prior: referral })}>
                {say('images.prior', {
                  at: hongKongDate(new Date(at), language, false),
                  from: nameIn(language, from),
                  code,
                })}
              </button>
            ))}
          </div>
        </>
      )}
      {choice?.prior && !desk.hasFailed && !priorSeries && <p role="status">{say('images.prior.coming')}</p>}
      {desk.hasFailed && (
        <p className="notice notice--late" role="alert">
          {say('images.prior.gone')}
        </p>
      )}
      {choice?.prior && priorSeries?.length === 0 && <p role="status">{say('images.prior.none')}</p>}
      {choice?.prior && priorSeries && priorSeries.length > 1 && (
        <SeriesChoice
          label={say('images.beside-choose')}
          series={priorSeries}
          pressed={desk.beside?.series.id}
          onChoose={(series) => choose({ prior: choice.prior ?? '', series })}
        />
      )}
    </div>
  );
}
