import { type Consultation, type ConsultationId, speak } from '../../domain/consultation/consultation.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { Said } from '../imaging/remark.ts';
import { grantFor, mustInclude } from '../looking/grant-for.ts';
import type { Asks } from './ask-question.ts';
import { keepWord } from './keep-word.ts';
import { keepSaid } from './note-said.ts';

/**
 * Says more in a question's thread: the asker asks on, those asked answer. `version` is what was on the screen, where the way tells: who writes while somebody
 * else answers sees that answer before theirs is kept. Refuses as opening does; `consultation.not-found`, `consultation.not-yours`, `consultation.over`,
 * `referral.changed-meanwhile`, and as a voice does.
 */
export const sayMore =
  (world: Asks) =>
  async (
    page: Page,
    which: ReferralId,
    by: Person,
    question: ConsultationId,
    said: Said,
    version?: number,
  ): Promise<Consultation> => {
    const grant = await grantFor(world, page, which, by);
    const one = await heldQuestion(page, which, question);
    if (one.pin?.on === 'image') mustInclude(world, grant, 'imaging');
    if (version !== undefined && version !== one.version)
      throw new Refused('referral.changed-meanwhile', `Question ${question} has changed meanwhile`, {
        code: grant.referral.code,
      });
    const after = speak(one, by, world.clock.now());
    await keepWord(world, page, one, by, grant.post.at, said, after.standing.state === 'answered');
    await keepSaid(world, page, after, grant.referral, by, grant.post.at, 'sound' in said);
    return after;
  };

/** The question of this referral, for whoever has leave already. Refuses `consultation.not-found`. */
export async function heldQuestion(page: Page, which: ReferralId, question: ConsultationId): Promise<Consultation> {
  const one = await page.consultations.hold(question);
  if (!one || one.referral !== which) throw new Refused('consultation.not-found', `No question ${question}`);
  return one;
}
