import type { ReferralId } from '../../domain/ids.ts';
import { settled } from '../../domain/imaging/points.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Annotation, Remark } from '../../ports/annotations.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor, mustInclude } from '../looking/grant-for.ts';
import type { World } from '../world.ts';
import { filesInTheRoom } from './in-the-room.ts';
import { addRemark, type Said } from './remark.ts';

type Draws = Pick<World, 'clock' | 'house' | 'policy' | 'dice'>;
export type Drawing = Pick<Annotation, 'series' | 'file' | 'frame' | 'kind' | 'points'> & { readonly text?: string };
export type Drawn = { readonly annotation: Annotation; readonly remarks: readonly Remark[] };

/**
 * Puts something on a slice, for everybody who may see the pictures, with the first remark of its thread where there is one: both or neither.
 * Refuses as opening them, `upload.not-found` for a slice of another referral, and as `remark`.
 */
export const annotate =
  (world: Draws) =>
  async (page: Page, which: ReferralId, by: Person, drawing: Drawing, said?: Said): Promise<Drawn> => {
    const grant = await grantFor(world, page, which, by);
    mustInclude(world, grant, 'imaging');
    const files = await filesInTheRoom(page, which, grant.categories);
    if (!files.some(({ upload }) => upload.id === drawing.file))
      throw new Refused('upload.not-found', `No picture ${drawing.file} in referral ${which}`);
    const at = world.clock.now();
    const made: Annotation = {
      ...drawing,
      points: drawing.points.map(settled),
      id: world.dice.id(),
      version: 1,
      referral: which,
      patient: grant.patient,
      by: by.id,
      at,
    };
    await page.annotations.keep(made);
    await noted(page, made, by, grant, at);
    return {
      annotation: made,
      remarks: said ? [await addRemark(world, page, made, by, grant.post.at, said)] : [],
    };
  };

/**
 * Takes one's own drawing away; it stays kept as a version. Doing it twice is doing it once. Refuses `upload.not-found`, and `referral.not-yours` also where
 * somebody else has answered: their words would go with it.
 */
export const eraseAnnotation =
  (world: Draws) =>
  async (page: Page, which: ReferralId, by: Person, annotation: string): Promise<void> => {
    const grant = await grantFor(world, page, which, by);
    mustInclude(world, grant, 'imaging');
    const found = await page.annotations.get(annotation);
    if (!found || found.referral !== which) throw new Refused('upload.not-found', `No annotation ${annotation}`);
    const answers = (await page.remarks.of(which)).filter((one) => one.annotation === annotation);
    if (found.by !== by.id || answers.some((one) => one.by !== by.id))
      throw new Refused('referral.not-yours', `Annotation ${annotation} is not this person's alone`, {
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
