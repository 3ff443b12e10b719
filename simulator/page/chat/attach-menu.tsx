import { type ReactNode, useRef, useState } from 'react';
import { FileIcon, PhotoIcon, VoiceIcon } from '../looks/icons.tsx';
import { type Attachment, type AttachmentKind, anAttachment, fromFile } from './attachment.ts';
import { sampleLetter, samplePhoto } from './samples.ts';
import { VoiceRecorder } from './voice-recorder.tsx';

type Props = { readonly onAdd: (more: readonly Attachment[]) => void; readonly onClose: () => void };

/** Photo, file or voice; and samples for who has no file at hand. */
export function AttachMenu({ onAdd, onClose }: Props) {
  const [voice, setVoice] = useState(false);
  if (voice) return <VoiceRecorder onAdd={(one) => onAdd([one])} onClose={() => setVoice(false)} />;
  return (
    <div className="attach" role="group" aria-label="Attach" onKeyDown={({ key }) => key === 'Escape' && onClose()}>
      <Pick label="Photo" accept="image/*" onFiles={(files) => onAdd(files.map((file) => fromFile(file)))}>
        <PhotoIcon />
      </Pick>
      <Pick label="File" kind="file" onFiles={(files) => onAdd(files.map((file) => fromFile(file, 'file')))}>
        <FileIcon />
      </Pick>
      <button type="button" onClick={() => setVoice(true)}>
        <VoiceIcon /> Voice
      </button>
      <button
        type="button"
        onClick={() => void samplePhoto().then((blob) => onAdd([anAttachment(blob, 'note.png', 'picture')]))}
      >
        <PhotoIcon /> Sample photo
      </button>
      <button type="button" onClick={() => onAdd([anAttachment(sampleLetter(), 'bloods.pdf', 'file')])}>
        <FileIcon /> Sample PDF
      </button>
    </div>
  );
}

type PickProps = {
  readonly label: string;
  readonly accept?: string;
  readonly kind?: AttachmentKind;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
};

function Pick({ label, accept, onFiles, children }: PickProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {children} {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={`Choose a ${label.toLowerCase()}`}
        {...(accept === undefined ? {} : { accept })}
        onChange={({ target }) => target.files && onFiles([...target.files])}
      />
    </>
  );
}
