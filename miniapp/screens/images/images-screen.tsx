import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { AnnotationAsked, ImagesShown } from '#src/contract/images.ts';
import { useDraw, useEraseDrawing, useImages } from '../../api/answers.ts';
import { useDesk } from '../../desk.ts';
import { hongKongDate } from '../../parts/hong-kong-time.ts';
import { FileIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { useShelf } from '../../parts/shelf.ts';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { ImageRoom } from '../../viewer/image-room.tsx';
import { forgetPictures } from '../../viewer/stage.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';

/** The pictures of one referral: choose a series, look, draw. What was decoded is forgotten when the screen closes, or is closed. */
export function ImagesScreen({ id }: { readonly id: string }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useImages(id);
  const gone = error && (!data || ('status' in error && error.status === 404));
  return (
    <Screen title={say('images.title')} deep>
      {gone ? (
        <TroubleState error={error} again={() => void refetch()} />
      ) : data ? (
        <Shown referral={id} images={data} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

function Shown({
  referral,
  images: { series, annotations },
}: {
  readonly referral: string;
  readonly images: ImagesShown;
}) {
  const { say, language } = useSpeech();
  useEffect(() => forgetPictures, []);
  const { client, session } = useDesk();
  const standing = useShelf(session.standing);
  const now = useNow();
  const draw = useDraw(referral);
  const erase = useEraseDrawing(referral);
  const [chosen, setChosen] = useState(series[0]?.id);
  const shown = series.find(({ id }) => id === chosen) ?? series[0];
  const ids = useMemo(
    () =>
      (shown?.slices ?? []).map(
        ({ file, frame }) => `wadouri:${client.imageAddress(referral, file)}${frame > 0 ? `?frame=${frame + 1}` : ''}`,
      ),
    [shown, client, referral],
  );
  if (!shown)
    return (
      <State icon={<FileIcon />} title={say('images.none')} help={say('images.none.help')}>
        <Link className="button" href={`/r/${encodeURIComponent(referral)}`}>
          {say('images.to-referral')}
        </Link>
      </State>
    );
  const me = 'me' in standing && standing.me ? nameIn(language, standing.me.name) : '';
  return (
    <div className="stack stack--tight">
      {series.length > 1 && (
        <div className="row" role="group" aria-label={say('images.series')}>
          {series.map((one) => (
            <button
              key={one.id}
              type="button"
              className="button"
              aria-pressed={one.id === shown.id}
              onClick={() => setChosen(one.id)}
            >
              {one.modality} · {one.title || say('images.untitled')} · {one.slices.length}
            </button>
          ))}
        </div>
      )}
      {shown.warnings.map((warning) => (
        <p key={warning} className="notice notice--late">
          {say(warningKey(warning))}
        </p>
      ))}
      <ImageRoom
        key={shown.id}
        series={shown}
        annotations={annotations.filter((one) => one.series === shown.id)}
        ids={ids}
        pictureOf={(file, frame) => client.pictureAddress(referral, file, frame)}
        onDrawn={(asked: AnnotationAsked) => draw.mutateAsync(asked)}
        onTakenAway={(one) => erase.mutate(one)}
        watermark={`${me} · ${hongKongDate(now, language, true)}`}
      />
    </div>
  );
}

/** Words for what the reader of the files noticed; one that is newer than this page is said in general. */
function warningKey(code: string) {
  switch (code) {
    case 'images.gap':
    case 'images.uneven':
    case 'images.no-identity':
    case 'images.other-identity':
    case 'images.burned-in':
    case 'images.unreadable':
      return `warning.${code}` as const;
    default:
      return 'warning.images.other' as const;
  }
}
