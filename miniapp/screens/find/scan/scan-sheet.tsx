import { type ChangeEvent, useState } from 'react';
import { AlbumIcon } from '../../../parts/icons.tsx';
import { Sheet } from '../../../parts/sheet.tsx';
import { useSay } from '../../../words/words.ts';
import { readCode } from './read-code.ts';
import { useCamera } from './use-camera.ts';

type Props = { readonly onCode: (text: string) => void; readonly onClose: () => void };

/** A QR or bar code by the camera of a plain browser, or from a photo where there is none. Nothing of the picture leaves the phone. */
export function ScanSheet({ onCode, onClose }: Props) {
  const say = useSay();
  const { video, standing } = useCamera(onCode);
  const [isUnread, setUnread] = useState(false);
  const onPhoto = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [photo] = target.files ?? [];
    const text = photo && (await readCode(photo).catch(() => undefined));
    // So that the same photo can be chosen again.
    target.value = '';
    setUnread(!text);
    if (text) onCode(text);
  };
  return (
    <Sheet title={say('find.scan')} onClose={onClose}>
      {standing !== 'refused' && (
        <video ref={video} className="scan__video" muted playsInline aria-label={say('find.scan.camera')} />
      )}
      <p role="status">
        {say(
          standing === 'refused' ? 'find.scan.no-camera' : standing === 'looking' ? 'find.scan.hold' : 'app.loading',
        )}
      </p>
      {isUnread && (
        <p className="late" role="alert">
          {say('find.scan-failed')}
        </p>
      )}
      <div className="row">
        <label className="button">
          <AlbumIcon size={18} />
          {say('find.scan.photo')}
          <input type="file" accept="image/*" className="only-heard" onChange={(event) => void onPhoto(event)} />
        </label>
        <button type="button" className="button button--quiet" onClick={onClose}>
          {say('app.close')}
        </button>
      </div>
    </Sheet>
  );
}
