import type { Person } from '../../domain/people/person.ts';
import { move } from '../../domain/referral/moves.ts';
import type { Referral, Signature } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import { contentHash } from '../../domain/signing/content-hash.ts';
import { signingStatement } from '../../domain/signing/statement.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { keepStep } from './keep-step.ts';
import { signingMoment } from './signing-moment.ts';

type SignOff = { readonly by: Person; readonly referral: Referral; readonly via: Signature['via'] };

/**
 * Signs exactly what was asked to be signed: the hash is taken again from what is kept, and must be the one that was shown.
 * Refuses `referral.stale-card` when it is not.
 */
export const signReferral =
  (world: Pick<World, 'clock' | 'house' | 'signer'>) =>
  async (page: Page, { by, referral, via }: SignOff): Promise<Referral> => {
    const { standing } = referral;
    if (standing.state !== 'awaiting-sign-off')
      throw new Refused('referral.wrong-state', `Referral ${referral.id} does not wait for a signature`, {
        code: referral.code,
        state: standing.state,
        step: 'sign',
      });
    if (standing.asked !== by.id)
      throw new Refused('referral.not-yours', `Referral ${referral.id} waits for a different clinician`, {
        code: referral.code,
      });
    const at = await signingMoment(world.signer, by.id, world.clock.now());
    const hash = contentHash(await page.referrals.content(referral));
    if (hash !== standing.contentHash)
      throw new Refused('referral.stale-card', `Referral ${referral.id}: the kept content is not what was shown`, {
        code: referral.code,
      });
    const statement = signingStatement(referral, { by: by.id, at, contentHash: hash });
    const { keyId, signature } = await world.signer.sign(by.id, statement, at);
    const signed: Signature = {
      by: by.id,
      at,
      contentVersion: referral.contentVersion,
      contentHash: hash,
      keyId,
      signature,
      via,
    };
    const after = move(referral, { do: 'sign', signature: signed }, at);
    await keepStep(
      world,
      page,
      referral,
      after,
      { person: by.id },
      { happening: { what: 'signed', contentHash: hash, keyId, signature, via }, ground: 'treating' },
    );
    return after;
  };
