import { type Consultation, type ConsultationId, takeBack } from '../../domain/consultation/consultation.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor } from '../looking/grant-for.ts';
import type { Asks } from './ask-question.ts';
import { heldQuestion } from './say-more.ts';

/** Takes an unanswered question back; nobody is reminded of it any more. Twice is once. Refuses as opening does, `consultation.not-found`, `consultation.not-yours`, `consultation.over`. */
export const takeBackQuestion =
  (world: Asks) =>
  async (page: Page, which: ReferralId, by: Person, question: ConsultationId): Promise<Consultation> => {
    const grant = await grantFor(world, page, which, by);
    const one = await heldQuestion(page, which, question);
    const at = world.clock.now();
    const after = takeBack(one, by.id, at);
    if (after === one) return one;
    await page.consultations.keep(after, undefined);
    await page.happened({
      what: 'consultation',
      consultation: one.id,
      step: 'taken-back',
      at,
      by: { person: by.id },
      institution: grant.post.at,
      referral: which,
      patient: one.patient,
    });
    return after;
  };
