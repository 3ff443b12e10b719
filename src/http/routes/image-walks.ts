import type Router from '@koa/router';
import { type WalkAsked, walkAsked } from '#src/contract/images.ts';
import { type ClinicianId, id, type ReferralId } from '#src/domain/ids.ts';
import type { WalkDeed } from '#src/domain/imaging/shared-walk.ts';
import { mayLookOn } from '#src/usecases/imaging/open-images.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import type { OpenDownloads } from '../open-downloads.ts';
import type { OpenWalks } from '../open-walks.ts';
import { askerOf } from '../who.ts';

/** Looking together: who is there, who leads, what is shown. Leave is asked at the door and every ten seconds; where it ends, the look together ends at once, on every instance. */
export function imageWalkRoutes(router: Router, world: World, walks: OpenWalks, downloads: OpenDownloads): void {
  const write = writesForReader(world);
  router.post('/api/referrals/:id/images/walk', async (ctx) => {
    const referral = id<ReferralId>(ctx.params['id'] ?? '');
    const asked = await bodyOf(ctx, walkAsked);
    const { person } = askerOf(ctx);
    ctx.status = 204;
    if (asked.say === 'join') {
      // Begins before leave is asked for, so that an end in between is not missed; from joining on, every instance watches for one.
      const leash = downloads.begin(person, referral);
      try {
        await write((page) => mayLookOn(world)(page, referral, person));
        if (!leash.isCut()) walks.join(referral, person.id);
      } finally {
        leash.end();
      }
      return;
    }
    // A finger that moves is not worth a question to the rules each time; `here` comes every ten seconds and asks.
    if (asked.say === 'here')
      await write((page) => mayLookOn(world)(page, referral, person)).catch((error: unknown) => {
        walks.leave(referral, person.id);
        throw error;
      });
    walks.hear(referral, person.id, deedIn(asked));
  });
}

type Heard = Exclude<WalkAsked, { say: 'join' }>;

function deedIn(asked: Heard): WalkDeed {
  switch (asked.say) {
    case 'give':
      return { say: 'give', to: id<ClinicianId>(asked.to) };
    case 'show': {
      const { series, index, at, window } = asked.view;
      return { say: 'show', view: { series, index, ...(at ? { at } : {}), ...(window ? { window } : {}) } };
    }
    case 'ask':
    case 'here':
    case 'leave':
      return { say: asked.say };
  }
}
