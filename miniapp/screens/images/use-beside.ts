import { useEffect, useMemo, useState } from 'react';
import type { ImageSeries, ImagesShown } from '#src/contract/images.ts';
import type { Language } from '#src/contract/session.ts';
import { usePrior } from '../../api/answers.ts';
import type { Client } from '../../api/client.ts';
import { hongKongDate } from '../../parts/hong-kong-time.ts';
import type { Prior } from '../../viewer/beside.tsx';
import { forgetThese } from '../../viewer/decoder.ts';
import { nameIn } from '../../words/names.ts';
import type { Say } from '../../words/words.ts';
import { idsOf, pictureIn, titleOf } from './series-title.ts';

type Choice = { readonly prior?: string; readonly series?: string };
type Given = {
  readonly referral: string;
  readonly images: ImagesShown;
  readonly shown: ImageSeries | undefined;
  readonly client: Pick<Client, 'imageAddress' | 'pictureAddress' | 'pageAddress'>;
  readonly speech: { readonly say: Say; readonly language: Language };
  readonly refetch: () => Promise<unknown>;
};

/** What may stand beside the series that is shown: the others of this referral, and earlier studies of the same patient as far as leave for those goes. */
export type BesideDesk = {
  readonly isPossible: boolean;
  readonly isChoosing: boolean;
  readonly own: readonly ImageSeries[];
  readonly priors: ImagesShown['priors'];
  /** The series of the earlier referral that was opened; undefined while they come. */
  readonly priorSeries: readonly ImageSeries[] | undefined;
  readonly hasFailed: boolean;
  readonly choice: Choice | undefined;
  readonly choose: (choice: Choice) => void;
  readonly toggle: () => void;
  readonly beside: Prior | undefined;
};

export function useBeside({ referral, images, shown, client, speech: { say, language }, refetch }: Given): BesideDesk {
  const [choice, setChoice] = useState<Choice>();
  const [isChoosing, setChoosing] = useState(false);
  const own = images.series.filter(({ id }) => id !== shown?.id);
  const { data, error, refetch: askAgain } = usePrior(referral, choice?.prior);
  const from = choice?.prior ?? referral;
  const priorSeries = error ? undefined : data?.series;
  const candidates = choice?.prior ? (priorSeries ?? []) : own;
  const series = choice && (candidates.find(({ id }) => id === choice.series) ?? mostAlike(candidates, shown));
  const { flat } = series ?? {};
  const ids = useMemo(() => idsOf(series, client, from), [series, client, from]);
  const pictureOf = useMemo(() => pictureIn(flat, client, from), [flat, client, from]);

  // Beside today's pictures nothing is worse than not knowing of which day the others are.
  const prior = images.priors.find((one) => one.referral === choice?.prior);
  const fromWhen =
    prior &&
    say('images.prior', {
      at: hongKongDate(new Date(prior.at), language, false),
      from: nameIn(language, prior.from),
      code: prior.code,
    });

  // Leave for the earlier referral can end by itself: its pictures go, those of this one stay.
  const isPrior = choice?.prior !== undefined;
  useEffect(() => {
    if (!isPrior || !series) return;
    const addresses = series.slices.map(({ file, frame }) => pictureOf(file, frame));
    return () => forgetThese(ids, addresses);
  }, [isPrior, series, ids, pictureOf]);

  return {
    isPossible: own.length > 0 || images.priors.length > 0,
    isChoosing,
    own,
    priors: images.priors,
    priorSeries,
    hasFailed: error !== null,
    choice,
    choose: (next) => {
      setChoice(next);
      setChoosing(false);
    },
    toggle: () => {
      const [only] = own;
      const isSimple = images.priors.length === 0 && own.length === 1;
      setChoosing(!choice && !isChoosing && !isSimple);
      setChoice(choice || isChoosing || !isSimple || !only ? undefined : { series: only.id });
    },
    beside: series && {
      series,
      ids,
      title: [fromWhen, titleOf(series, say)].filter(Boolean).join(' · '),
      pictureOf,
      onEnded: choice?.prior ? askAgain : refetch,
    },
  };
}

/** Of several series, the one most like what is looked at: of its kind, in its plane. */
function mostAlike(candidates: readonly ImageSeries[], shown: ImageSeries | undefined): ImageSeries | undefined {
  const likeness = ({ modality, flat, plane }: ImageSeries) =>
    (modality === shown?.modality && flat === shown?.flat ? 2 : 0) + (plane === shown?.plane ? 1 : 0);
  return [...candidates].sort((one, other) => likeness(other) - likeness(one))[0];
}
