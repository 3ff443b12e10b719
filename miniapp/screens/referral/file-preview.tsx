import { useState } from 'react';
import type { FileShown } from '#src/contract/referral.ts';
import { DoubtIcon } from '../../parts/icons.tsx';
import { useSay } from '../../words/words.ts';

type Kind = 'picture' | 'pages' | 'voice' | 'film' | 'none';

/** What the browser itself can show safely; everything else is only saved. */
export function previewOf({ kind, mime = '' }: FileShown): Kind {
  if (/^image\/(jpeg|png|webp|gif)$/.test(mime)) return 'picture';
  if (kind === 'pdf' || mime === 'application/pdf') return 'pages';
  if (mime.startsWith('audio/')) return 'voice';
  return /^video\/(mp4|webm)$/.test(mime) ? 'film' : 'none';
}

type Props = { readonly file: FileShown; readonly address: string };

export function FilePreview({ file, address }: Props) {
  const say = useSay();
  const [broken, setBroken] = useState(false);
  const onError = () => setBroken(true);
  if (broken)
    return (
      <div className="notice notice--late" role="alert">
        <DoubtIcon />
        <div>{say('trouble.upload.not-found')}</div>
      </div>
    );
  switch (previewOf(file)) {
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

/** Phones' web views show no PDF inside a page, and files are shown inside no page of anybody else: there it opens by itself. */
function Pages({ file: { name }, address }: Props) {
  return (
    <>
      {navigator.pdfViewerEnabled && window.top === window && <iframe className="preview" src={address} title={name} />}
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
