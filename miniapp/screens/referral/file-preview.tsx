import { useState } from 'react';
import type { FileShown } from '#src/contract/referral.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { useSay } from '../../words/words.ts';
import { PageView } from './page-view.tsx';

type Kind = 'picture' | 'pages' | 'drawn' | 'voice' | 'film' | 'none';

/** What the browser itself can show safely; of everything else the service draws `pages`, where it has any. What is left is only saved. */
export function previewOf({ kind, mime = '' }: FileShown, pages: number): Kind {
  if (/^image\/(jpeg|png|webp|gif)$/.test(mime)) return 'picture';
  // Phones' web views show no PDF inside a page, and DingTalk's least of all.
  if (kind === 'pdf' || mime === 'application/pdf') return showsPdf() || pages === 0 ? 'pages' : 'drawn';
  if (mime.startsWith('audio/')) return 'voice';
  if (/^video\/(mp4|webm)$/.test(mime)) return 'film';
  return pages > 0 ? 'drawn' : 'none';
}

type Props = {
  readonly file: FileShown;
  readonly address: string;
  readonly referral: string;
  readonly pages: number;
};

const showsPdf = (): boolean => navigator.pdfViewerEnabled && window.top === window;

export function FilePreview({ file, address, referral, pages }: Props) {
  const say = useSay();
  const [broken, setBroken] = useState(false);
  const onError = () => setBroken(true);
  const kind = previewOf(file, pages);
  if (broken)
    return (
      <div className="notice notice--late" role="alert">
        <DoubtIcon />
        <div>{say(kind === 'voice' || kind === 'film' ? 'file.no-preview' : 'trouble.upload.not-found')}</div>
      </div>
    );
  switch (kind) {
    case 'picture':
      return (
        <>
          <img
            className="preview"
            src={address}
            alt={say('file.alt', { name: file.name })}
            loading="lazy"
            onError={onError}
          />
          <OpenAlone name={file.name} address={address} />
        </>
      );
    case 'pages':
      return <Pages file={file} address={address} />;
    case 'drawn':
      return <Drawn file={file} referral={referral} pages={pages} />;
    case 'voice':
      // biome-ignore lint/a11y/useMediaCaption: a voice note has no captions; its words are in the referral
      return (
        <audio className="preview" controls preload="metadata" src={address} onError={onError} aria-label={file.name} />
      );
    case 'film':
      // biome-ignore lint/a11y/useMediaCaption: what a clinician filmed has no captions
      return (
        <video className="preview" controls preload="metadata" src={address} onError={onError} aria-label={file.name} />
      );
    case 'none':
      return null;
  }
}

/** One page after another, as the service draws them. */
function Drawn({ file, referral, pages }: Omit<Props, 'address'>) {
  const say = useSay();
  const [page, setPage] = useState(1);
  const turn = (to: number, words: 'page.before' | 'page.after') => (
    <button
      type="button"
      className="button"
      aria-disabled={to < 1 || to > pages}
      onClick={() => to >= 1 && to <= pages && setPage(to)}
    >
      {say(words)}
    </button>
  );
  return (
    <div className="stack stack--tight">
      <PageView key={page} referral={referral} shown={file} place={{ page }} />
      {pages > 1 && (
        <div className="row">
          {turn(page - 1, 'page.before')}
          <span className="small" role="status">
            {say('documents.page', { page, pages })}
          </span>
          {turn(page + 1, 'page.after')}
        </div>
      )}
    </div>
  );
}

/** Files are shown inside no page of anybody else: there it opens by itself. */
function Pages({ file: { name }, address }: Pick<Props, 'file' | 'address'>) {
  return (
    <>
      {showsPdf() && <iframe className="preview" src={address} title={name} />}
      <OpenAlone name={name} address={address} />
    </>
  );
}

/** In its full size, where the browser's own zoom works: the small squares of an ECG matter. */
function OpenAlone({ name, address }: { readonly name: string; readonly address: string }) {
  const say = useSay();
  return (
    <p>
      <a href={address} target="_blank" rel="noopener noreferrer">
        {say('file.open', { name })}
      </a>
    </p>
  );
}
