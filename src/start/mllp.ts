import { listenMllp } from '#src/adapters/mllp/listener.ts';
import { type House, person } from '#src/domain/house/house.ts';
import { type ClinicianId, id } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Uploads } from '#src/usecases/uploading/page-upload.ts';
import { type Sender, takeMessage } from '#src/usecases/uploading/take-message.ts';
import type { World } from '#src/usecases/world.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Listens for HL7 v2 when `BATON_MLLP_PORT` is set, on `BATON_MLLP_HOST` (this machine alone when it is not said: MLLP has no lock of its own, so what
 * stands between is a tunnel or a private network). `BATON_MLLP_SENDERS` names who may send and as whom it is filed: `KWH/LIS=clinician-id; …`.
 * Refuses `config.invalid` a sender without a person of this house.
 */
export async function listenForMessages(env: Environment, uploads: Uploads & Pick<World, 'house' | 'log'>) {
  const port = Number(env['BATON_MLLP_PORT'] ?? '');
  if (!(port > 0)) return undefined;
  return listenMllp(
    {
      host: env['BATON_MLLP_HOST'] ?? '127.0.0.1',
      port,
      limitBytes: uploads.limitBytes,
      idleMs: 10 * 60_000,
      connections: 20,
    },
    takeMessage(uploads, sendersFrom(env['BATON_MLLP_SENDERS'] ?? '', uploads.house)),
  );
}

export const sendersFrom = (said: string, house: House): readonly Sender[] =>
  said
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const [name = '', who = ''] = each.split('=').map((part) => part.trim());
      const as = person(house, id<ClinicianId>(who));
      if (name === '' || as === undefined)
        throw new Refused(
          'config.invalid',
          `BATON_MLLP_SENDERS names ${who || 'nobody'}, who is no person of this house`,
        );
      return { name, as };
    });
