import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Annotation } from '../../ports/annotations.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor, mustInclude } from '../looking/grant-for.ts';
import type { World } from '../world.ts';

type Draws = Pick<World, 'clock' | 'house' | 'policy' | 'dice'>;
export type Drawing = Pick<Annotation, 'series' | 'file' | 'frame' | 'kind' | 'points'> & { readonly text?: string };

/** Puts something on a slice, for everybody who may see the pictures. Refuses as opening them, and `upload.not-found` for a slice of another referral. */
export const annotate =
  (world: Draws) =>
  async (page: Page, which: ReferralId, by: Person, drawing: Drawing): Promise<Annotation> => {
    const grant = await grantFor(world, page, which, by);
    mustInclude(world, grant, 'imaging');
    const files = await page.uploads.of(which);
    if (!files.some(({ id }) => id === drawing.file))
      throw new Refused('upload.not-found', `No picture ${drawing.file} in referral ${which}`);
    const at = world.clock.now();
    const made: Annotation = {
      ...drawing,
      id: world.dice.id(),
      version: 1,
      referral: which,
      patient: grant.patient,
      by: by.id,
      at,
    };
    await page.annotations.keep(made);
    await noted(page, made, by, grant, at);
    return made;
  };

/** Takes one's own drawing away; it stays kept as a version. Doing it twice is doing it once. Refuses `referral.not-yours`, `upload.not-found`. */
export const eraseAnnotation =
  (world: Draws) =>
  async (page: Page, which: ReferralId, by: Person, annotation: string): Promise<void> => {
    const grant = await grantFor(world, page, which, by);
    mustInclude(world, grant, 'imaging');
    const found = await page.annotations.get(annotation);
    if (!found || found.referral !== which) throw new Refused('upload.not-found', `No annotation ${annotation}`);
    if (found.by !== by.id)
      throw new Refused('referral.not-yours', `Annotation ${annotation} was made by somebody else`, {
        code: grant.referral.code,
      });
    if (found.erased) return;
    const at = world.clock.now();
    const gone: Annotation = { ...found, version: found.version + 1, at, erased: true };
    await page.annotations.keep(gone);
    await noted(page, gone, by, grant, at);
  };

const noted = (
  page: Page,
  { id, version, referral, patient }: Annotation,
  by: Person,
  grant: { readonly post: { readonly at: Parameters<Page['happened']>[0]['institution'] } },
  at: Date,
): Promise<void> =>
  page.happened({
    what: 'image-annotated',
    annotation: id,
    version,
    at,
    by: { person: by.id },
    institution: grant.post.at,
    referral,
    patient,
  });
