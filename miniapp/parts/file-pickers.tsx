import { type ChangeEvent, type DragEvent, useState } from 'react';
import { useSay } from '../words/words.ts';
import { AlbumIcon, CameraIcon, FileIcon } from './icons.tsx';

/** Camera, album, files, or a drop: four ways, one list. DingTalk's own pickers need a signed page; the browser's work everywhere. */
export function FilePickers({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const say = useSay();
  const [over, setOver] = useState(false);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(event.target.files ?? [])]);
    // So that the same file can be chosen again to go on.
    event.target.value = '';
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div
      className={over ? 'drop drop--over' : 'drop'}
      role="group"
      aria-label={say('upload.title')}
      onDrop={onDrop}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
    >
      <div className="pickers">
        <label className="picker">
          <CameraIcon size={26} />
          {say('upload.camera')}
          <input type="file" accept="image/*" capture="environment" onChange={take} />
        </label>
        <label className="picker">
          <AlbumIcon size={26} />
          {say('upload.album')}
          <input type="file" accept="image/*,video/*" multiple onChange={take} />
        </label>
        <label className="picker">
          <FileIcon size={26} />
          {say('upload.choose')}
          <input type="file" multiple onChange={take} />
        </label>
      </div>
      <p className="small soft drop__hint">{say('upload.drop')}</p>
    </div>
  );
}
