import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { AnnotationAsked, ImagesShown } from '#src/contract/images.ts';
import { useDraw, useEcg, useEraseDrawing, useImageMarks, useImages, useRemark } from '../../api/answers.ts';
import { useDesk } from '../../desk.ts';
import { DrillBanner } from '../../parts/drill-banner.tsx';
import { hongKongDate } from '../../parts/hong-kong-time.ts';
import { FileIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { useShelf } from '../../parts/shelf.ts';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { forgetPictures } from '../../viewer/decoder.ts';
import { EcgRoom } from '../../viewer/ecg-room.tsx';
import { ImageRoom } from '../../viewer/image-room.tsx';
import { useWalk } from '../../viewer/use-walk.ts';
import { WalkBar } from '../../viewer/walk-bar.tsx';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { placeOfMark } from './place-of-mark.ts';
import { BesideChoice, SeriesChoice } from './series-choice.tsx';
import { idsOf, pictureIn } from './series-title.ts';
import { useBeside } from './use-beside.ts';

/** The pictures of one referral: choose a series, look, draw. What was decoded is forgotten when the screen closes, or is closed. */
export function ImagesScreen({ id }: { readonly id: string }) {
  const { say } = useSpeech();
  const { data, error, refetch, dataUpdatedAt } = useImages(id);
  const gone = error && (!data || ('status' in error && error.status === 404));
  return (
    <Screen title={say('images.title')} deep>
      {gone ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : data ? (
        <>
          <DrillBanner code={data.code} />
          <Shown referral={id} images={data} since={dataUpdatedAt} refetch={refetch} />
        </>
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

type ShownProps = {
  readonly referral: string;
  readonly images: ImagesShown;
  readonly since: number;
  /** Asks for leave again, signing in again where that is needed. */
  readonly refetch: () => Promise<unknown>;
};

function Shown({ referral, images, since, refetch }: ShownProps) {
  const { series } = images;
  const { say, language } = useSpeech();
  useEffect(() => forgetPictures, []);
  const { client, session } = useDesk();
  const standing = useShelf(session.standing);
  const now = useNow();
  const { annotations } = useImageMarks(referral, images, since).data;
  const draw = useDraw(referral);
  const erase = useEraseDrawing(referral);
  const remark = useRemark(referral);
  const me = 'me' in standing ? standing.me : undefined;
  const walking = useWalk(images.walk, me?.person ?? '', language, (asked) => client.walk(referral, asked));
  const [named] = useState(() => placeOfMark(images, location.search));
  const [chosen, setChosen] = useState(named?.series ?? series[0]?.id);
  const [ecgFile, setEcgFile] = useState<string>();
  const [at, setAt] = useState<Readonly<Record<string, number>>>(named ? { [named.series]: named.index } : {});
  const shown = series.find(({ id }) => id === chosen) ?? series[0];
  const desk = useBeside({ referral, images, shown, client, speech: { say, language }, refetch });
  const ids = useMemo(() => idsOf(shown, client, referral), [shown, client, referral]);
  const flat = shown?.flat;
  const pictureOf = useMemo(() => pictureIn(flat, client, referral), [flat, client, referral]);

  // Who follows is taken to what the leader shows; the own hand is free in between.
  const { follows } = walking;
  const [followedSeries, followedIndex] = [follows?.series, follows?.index];
  useEffect(() => {
    if (followedSeries === undefined || followedIndex === undefined) return;
    setChosen(followedSeries);
    setAt((before) => ({ ...before, [followedSeries]: followedIndex }));
  }, [followedSeries, followedIndex]);

  const all = useMemo(() => [...annotations, ...images.reported], [annotations, images.reported]);
  const shownId = shown?.id ?? '';
  const middle = Math.floor((shown?.slices.length ?? 0) / 2);
  const onIndex = useCallback(
    (change: (before: number) => number) =>
      setAt((before) => ({ ...before, [shownId]: change(before[shownId] ?? middle) })),
    [shownId, middle],
  );
  const name = me ? nameIn(language, me.name) : '';
  const watermark = { name, at: hongKongDate(now, language, true) };
  const ecg = images.ecgs.find(({ file }) => file === ecgFile) ?? (shown ? undefined : images.ecgs[0]);
  const ecgs = images.ecgs.length > 0 && (series.length > 0 || images.ecgs.length > 1) && (
    <div className="room__series" role="group" aria-label={say('images.ecg')}>
      {images.ecgs.map((one) => (
        <button
          key={one.file}
          type="button"
          className="room__tool"
          aria-pressed={one.file === ecg?.file}
          onClick={() => setEcgFile(one.file === ecgFile ? undefined : one.file)}
        >
          {[say('images.ecg'), one.title, one.at].filter(Boolean).join(' · ')}
        </button>
      ))}
    </div>
  );
  if (ecg)
    return (
      <div className="stack stack--tight">
        {ecgs}
        {shown && (
          <button type="button" className="button button--quiet" onClick={() => setEcgFile(undefined)}>
            {say('images.to-series')}
          </button>
        )}
        <Recorded
          key={ecg.file}
          referral={referral}
          file={ecg.file}
          watermark={`${watermark.name} · ${watermark.at}`}
        />
      </div>
    );
  if (!shown)
    return (
      <State icon={<FileIcon />} title={say('images.none')} help={say('images.none.help')}>
        <Link className="button" href={`/r/${encodeURIComponent(referral)}`}>
          {say('images.to-referral')}
        </Link>
      </State>
    );
  return (
    <div className="stack stack--tight">
      {ecgs}
      {series.length > 1 && (
        <SeriesChoice label={say('images.series')} series={series} pressed={shown.id} onChoose={setChosen} />
      )}
      <BesideChoice desk={desk} />
      {shown.warnings.map((warning) => (
        <p key={warning} className="notice notice--late">
          {say(warningKey(warning))}
        </p>
      ))}
      <WalkBar walking={walking} />
      <ImageRoom
        key={shown.id}
        series={shown}
        index={Math.min(at[shown.id] ?? middle, shown.slices.length - 1)}
        onIndex={onIndex}
        annotations={all.filter((one) => one.series === shown.id)}
        reportAddress={
          annotations.some((one) => series.some(({ id, flat: drawn }) => id === one.series && !drawn))
            ? client.imageReportAddress(referral)
            : undefined
        }
        ids={ids}
        pictureOf={pictureOf}
        onDrawn={(asked: AnnotationAsked) => draw.mutateAsync(asked)}
        onTakenAway={(one) => erase.mutate(one)}
        keptAs={`r:${referral}`}
        onRemark={(mark, said) => remark.mutateAsync({ mark, remark: said })}
        voiceOf={(one) => client.voiceAddress(referral, one)}
        onEnded={refetch}
        watermark={watermark}
        walking={walking}
        beside={desk.beside}
        isComparing={desk.isChoosing || desk.beside !== undefined}
        onBeside={desk.isPossible ? desk.toggle : undefined}
      />
    </div>
  );
}

type RecordedProps = { readonly referral: string; readonly file: string; readonly watermark: string };

function Recorded({ referral, file, watermark }: RecordedProps) {
  const { data, error, refetch } = useEcg(referral, file);
  if (error) return <TroubleState error={error} again={() => void refetch()} />;
  return data ? <EcgRoom recording={data} watermark={watermark} /> : <Waiting />;
}

/** Words for what the reader of the files noticed; one that is newer than this page is said in general. */
function warningKey(code: string) {
  switch (code) {
    case 'images.gap':
    case 'images.uneven':
    case 'images.no-identity':
    case 'images.other-identity':
    case 'images.burned-in':
    case 'images.overlay':
    case 'images.sheared':
    case 'images.drawn':
    case 'images.unreadable':
      return `warning.${code}` as const;
    default:
      return 'warning.images.other' as const;
  }
}
