import { useEffect, useState } from 'react';
import type { UploadStanding } from '#src/contract/upload.ts';
import { codeOf } from '../../api/refusal.ts';
import { useDesk, useUploads } from '../../desk.ts';
import { spokenBytes } from '../../parts/bytes.ts';
import { useShelf } from '../../parts/shelf.ts';
import { percentOf } from '../../uploading/upload-queue.ts';
import { useSay } from '../../words/words.ts';

/** After a reload the page no longer holds the files, and says so: choosing one again goes on where it stopped. */
export function UnfinishedList() {
  const say = useSay();
  const { client } = useDesk();
  const { unfinished, queue } = useUploads();
  const parcels = useShelf(queue.parcels);
  const [left, setLeft] = useState<readonly UploadStanding[]>([]);
  useEffect(() => {
    let stillHere = true;
    const look = async () => {
      const found: UploadStanding[] = [];
      for (const { id } of unfinished.list()) {
        try {
          const standing = await client.uploadStanding(id);
          if (standing.state === 'receiving') found.push(standing);
          else unfinished.forget(id);
        } catch (error) {
          // Unreachable now: asked again at the next visit. Unknown to the service: nothing to go on with.
          if (codeOf(error) === 'upload.not-found') unfinished.forget(id);
        }
      }
      if (stillHere) setLeft(found);
    };
    void look();
    return () => {
      stillHere = false;
    };
  }, [client, unfinished]);
  const taken = new Set(parcels.filter(({ received, is }) => received > 0 || is === 'kept').map(({ bytes }) => bytes));
  const open = left.filter(({ bytes }) => !taken.has(bytes));
  if (open.length === 0) return null;
  return (
    <section className="card stack stack--tight" aria-label={say('upload.unfinished')}>
      <h2>{say('upload.unfinished')}</h2>
      {open.map((standing) => (
        <div key={standing.id} className="row row--apart">
          <p>
            {say('upload.unfinished.help', {
              size: spokenBytes(standing.bytes),
              percent: percentOf({ ...standing, is: 'paused' }),
            })}
          </p>
          <button
            type="button"
            className="button button--quiet"
            onClick={() => {
              unfinished.forget(standing.id);
              setLeft(left.filter(({ id }) => id !== standing.id));
            }}
          >
            {say('upload.forget')}
          </button>
        </div>
      ))}
    </section>
  );
}
