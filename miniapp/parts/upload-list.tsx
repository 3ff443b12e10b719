import { Link, useLocation } from 'wouter';
import { useUploads } from '../desk.ts';
import { type Parcel, percentOf } from '../uploading/upload-queue.ts';
import { troubleWords } from '../words/trouble-words.ts';
import { type Speech, useSpeech } from '../words/words.ts';
import { spokenBytes } from './bytes.ts';
import { CheckIcon } from './icons.tsx';
import { useShelf } from './shelf.ts';

/** Files on their way: each says honestly where it stands. `of` keeps to one referral. */
export function UploadList({ of }: { readonly of?: string }) {
  const { say } = useSpeech();
  const { queue } = useUploads();
  const all = useShelf(queue.parcels);
  const parcels = of ? all.filter((one) => (one.referral ?? one.target.referral) === of && one.is !== 'kept') : all;
  if (parcels.length === 0) return null;
  // Of a whole folder only what needs eyes stands by itself.
  const isMany = parcels.length > listed;
  const shown = isMany ? parcels.filter(({ is }) => is !== 'waiting' && is !== 'kept') : parcels;
  return (
    <>
      {isMany && <Many parcels={parcels} />}
      <ul aria-label={say('upload.list')}>
        {shown.map((parcel) => (
          <ParcelRow key={parcel.key} parcel={parcel} />
        ))}
      </ul>
    </>
  );
}

const listed = 12;

function Many({ parcels }: { readonly parcels: readonly Parcel[] }) {
  const { say } = useSpeech();
  const kept = parcels.filter(({ is }) => is === 'kept').length;
  const [here] = useLocation();
  const place = parcels.find(({ referral }) => referral)?.referral;
  const words = say('upload.many', { kept, n: parcels.length });
  return (
    <div className="parcel">
      <p>
        <strong>{words}</strong>
      </p>
      <progress max={parcels.length} value={kept} aria-label={words} />
      {place && !here.startsWith('/r/') && (
        <Link href={`/r/${place}`} className="button">
          {say('upload.see')}
        </Link>
      )}
    </div>
  );
}

function ParcelRow({ parcel }: { readonly parcel: Parcel }) {
  const speech = useSpeech();
  const { say } = speech;
  const { queue } = useUploads();
  const [here] = useLocation();
  const { key, name, is, referral } = parcel;
  const ended = is === 'kept' || is === 'refused' || is === 'stopped';
  return (
    <li className="parcel">
      <div className="row row--apart">
        <span className="file__name">
          <bdi>{name}</bdi>
        </span>
        <span className="small soft">{spokenBytes(parcel.bytes)}</span>
      </div>
      {!ended && <progress max={100} value={percentOf(parcel)} aria-label={say('upload.progress', { name })} />}
      <p className={is === 'refused' || is === 'stopped' || is === 'paused' ? 'small late' : 'small row'}>
        {is === 'kept' && <CheckIcon size={16} />}
        {parcelWords(speech, parcel)}
      </p>
      <div className="row">
        {is === 'stopped' && (
          <button type="button" className="button" onClick={() => queue.again(key)}>
            {say('upload.again')}
          </button>
        )}
        {is === 'kept' && referral && !here.startsWith('/r/') && (
          <Link href={`/r/${referral}`} className="button">
            {say('upload.see')}
          </Link>
        )}
        {is !== 'checking' && is !== 'kept' && (
          <button
            type="button"
            className="button button--quiet"
            aria-label={say('upload.remove', { name })}
            onClick={() => queue.remove(key)}
          >
            {say('app.cancel-upload')}
          </button>
        )}
      </div>
    </li>
  );
}

function parcelWords(speech: Speech, parcel: Parcel): string {
  const { say } = speech;
  const percent = percentOf(parcel);
  switch (parcel.is) {
    case 'waiting':
      return say('upload.waiting');
    case 'sending':
      return say('upload.sending', { percent });
    case 'paused':
      return say('upload.paused', { percent });
    case 'checking':
      return say('upload.checking');
    case 'kept':
      return say('upload.kept');
    case 'refused':
      return say('upload.refused', { why: troubleWords(speech, parcel.why) });
    case 'stopped':
      return say('upload.stopped', { percent, why: troubleWords(speech, parcel.why) });
  }
}
