import type { Desk, OwnUploads } from '../desk.ts';
import { hongKongDay } from '../parts/hong-kong-time.ts';
import { patientWait } from './patience.ts';
import { UnfinishedUploads } from './unfinished.ts';
import { UploadQueue } from './upload-queue.ts';

/** The uploads of the person who signed in. */
export function ownUploads({ client, answers }: Desk, person: string, limitBytes: number): OwnUploads {
  const unfinished = new UnfinishedUploads(localStorage, person);
  const queue = new UploadQueue({
    door: client,
    unfinished,
    limitBytes,
    wait: patientWait(window),
    today: () => hongKongDay(new Date()),
    onKept: (referral) => {
      if (referral) void answers.invalidateQueries({ queryKey: ['referral', referral] });
      void answers.invalidateQueries({ queryKey: ['work'] });
    },
  });
  return { queue, unfinished };
}
