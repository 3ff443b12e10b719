import type { Consultation } from '../../domain/consultation/consultation.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { addRemark, type Said, spoken } from '../imaging/remark.ts';
import type { World } from '../world.ts';

/**
 * Keeps one thing said of a question: with the question itself, or, for one at a drawing, in the drawing's own thread, so that image room and consultation
 * show the same words. Refuses `upload.unreadable-type` and `upload.too-large` for a voice, `upload.not-found` where the drawing was taken away.
 */
export async function keepWord(
  world: Pick<World, 'clock' | 'dice' | 'house'>,
  page: Page,
  { id: consultation, pin, referral, patient }: Consultation,
  by: Person,
  at: InstitutionId,
  said: Said,
  answers: boolean,
): Promise<void> {
  if (pin?.on === 'image') {
    const drawing = await page.annotations.get(pin.annotation);
    if (!drawing || drawing.erased) throw new Refused('upload.not-found', `No annotation ${pin.annotation}`);
    await addRemark(world, page, drawing, by, at, said);
    return;
  }
  const one = {
    id: world.dice.id(),
    consultation,
    referral,
    patient,
    by: by.id,
    at: world.clock.now(),
    answers,
  };
  if ('text' in said) await page.consultations.say({ ...one, text: said.text });
  else await page.consultations.say({ ...one, voice: spoken(said) }, said.sound);
}
