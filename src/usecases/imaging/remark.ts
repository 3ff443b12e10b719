import type { ReferralId } from '../../domain/ids.ts';
import { mostSoundBytes, soundKind } from '../../domain/imaging/voice.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Annotation, Remark, Voice } from '../../ports/annotations.ts';
import type { Page } from '../../ports/ledger.ts';
import { noteSaidAtDrawing } from '../consultation/note-said.ts';
import { grantFor, mustInclude } from '../looking/grant-for.ts';
import type { World } from '../world.ts';

type Says = Pick<World, 'clock' | 'house' | 'policy' | 'dice'>;
export type Said = { readonly text: string } | { readonly voice: Omit<Voice, 'mime'>; readonly sound: Uint8Array };

/**
 * Says something in the thread of a drawing, in words or spoken. Refuses as opening the images, `upload.not-found` where there is no such drawing,
 * `upload.unreadable-type` for a sound that no browser records, `upload.too-large` above a megabyte.
 */
export const remark =
  (world: Says) =>
  async (page: Page, which: ReferralId, by: Person, annotation: string, said: Said): Promise<Remark> => {
    const grant = await grantFor(world, page, which, by);
    mustInclude(world, grant, 'imaging');
    const found = await page.annotations.get(annotation);
    if (!found || found.referral !== which || found.erased)
      throw new Refused('upload.not-found', `No annotation ${annotation}`);
    const made = await addRemark(world, page, found, by, grant.post.at, said);
    await noteSaidAtDrawing(world, page, annotation, by, grant.post.at, made.voice !== undefined);
    return made;
  };

/** For a drawing that leave was asked for already. */
export async function addRemark(
  world: Pick<World, 'clock' | 'dice'>,
  page: Page,
  { id: annotation, referral, patient }: Annotation,
  by: Person,
  institution: Parameters<Page['happened']>[0]['institution'],
  said: Said,
): Promise<Remark> {
  const at = world.clock.now();
  const one = { id: world.dice.id(), annotation, referral, patient, by: by.id, at };
  const made: Remark = 'text' in said ? { ...one, text: said.text } : { ...one, voice: spoken(said) };
  await page.remarks.add(made, 'sound' in said ? said.sound : undefined);
  await page.happened({
    what: 'image-remarked',
    annotation,
    remark: made.id,
    spoken: made.voice !== undefined,
    at,
    by: { person: by.id },
    institution,
    referral,
    patient,
  });
  return made;
}

/** A recording as it is kept. Refuses `upload.unreadable-type` and `upload.too-large`. */
export function spoken({ voice, sound }: Extract<Said, { sound: Uint8Array }>): Voice {
  if (sound.length > mostSoundBytes)
    throw new Refused('upload.too-large', 'The recording is too long', { limit: mostSoundBytes });
  const mime = soundKind(sound);
  if (!mime) throw new Refused('upload.unreadable-type', 'This is no recording of a browser');
  return { seconds: voice.seconds, peaks: voice.peaks, mime };
}

/** The sound of one remark. Leave is asked each time. Refuses as opening the images, and `upload.not-found`. */
export const hearRemark =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, which: ReferralId, person: Person, one: string) => {
    const grant = await grantFor(world, page, which, person);
    mustInclude(world, grant, 'imaging');
    const sound = await page.remarks.sound(which, one);
    if (!sound) throw new Refused('upload.not-found', `No voice ${one} in referral ${which}`);
    return sound;
  };
