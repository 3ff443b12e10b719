import type { Middleware } from 'koa';
import { id, type ReferralId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import { noteRefusal } from '#src/usecases/access/note-refusal.ts';
import { NotForThem } from '#src/usecases/looking/open-referral.ts';
import type { World } from '#src/usecases/world.ts';
import { askerOf } from './who.ts';

/** Emergency access keeps its own tries, also where nobody is found. */
const ownKeeping = /^\/api\/emergencies/;

/** Whatever door refuses somebody for want of leave, the try is in the trail. Routes that read a referral keep theirs themselves. */
export const keepRefusals =
  (world: Pick<World, 'ledger' | 'clock' | 'log'>): Middleware =>
  async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof Refused && !(error instanceof NotForThem) && !ownKeeping.test(ctx.path)) {
        const found = /^\/api\/referrals\/([\w-]{1,60})/.exec(ctx.path)?.[1];
        const deed = `${ctx.method} ${ctx.path.split('/').slice(2, 3).join('')}`;
        const by = askerOf(ctx).person;
        await world.ledger
          .write((page) =>
            noteRefusal(world)(page, error, { by, deed, ...(found ? { referral: id<ReferralId>(found) } : {}) }),
          )
          // The answer to the person stays what it was; that the try could not be kept is said where it is watched.
          .catch(() => world.log.error({ deed, code: error.code }, 'a refused try could not be kept in the trail'));
      }
      throw error;
    }
  };
