import { type ChangeEvent, type DragEvent, useState } from 'react';
import { type Chosen, chosenIn, droppedFiles } from '../uploading/chosen-files.ts';
import { useSay } from '../words/words.ts';
import { AlbumIcon, CameraIcon, FileIcon, FolderIcon } from './icons.tsx';
import { tell } from './said.tsx';

/** React's types know the attribute only by its old name; every browser on a desk has it. */
const wholeFolder: Readonly<Record<string, string>> = { webkitdirectory: '' };

/** Camera, album, files, a folder on a desk, or a drop: five ways, one list. DingTalk's own pickers need a signed page; the browser's work everywhere. */
export function FilePickers({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const say = useSay();
  const [over, setOver] = useState(false);
  const give = ({ files, unread }: Chosen) => {
    onFiles(files);
    if (unread > 0) tell(say('upload.unread', { n: unread }));
  };
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    give(chosenIn(event.target.files));
    // So that the same file can be chosen again to go on.
    event.target.value = '';
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void droppedFiles(event.dataTransfer).then(give);
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
        <label className="picker picker--folder">
          <FolderIcon size={26} />
          {say('upload.folder')}
          <input type="file" multiple {...wholeFolder} onChange={take} />
        </label>
      </div>
      <p className="small soft drop__hint">{say('upload.drop')}</p>
    </div>
  );
}
