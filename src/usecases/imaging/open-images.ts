import type { ReferralId, UploadId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Annotation, Remark } from '../../ports/annotations.ts';
import type { Page, Upload } from '../../ports/ledger.ts';
import { grantFor, mustInclude } from '../looking/grant-for.ts';
import type { World } from '../world.ts';
import { filesInTheRoom, type RoomFile } from './in-the-room.ts';
import { priorsOf } from './priors.ts';

type Looks = Pick<World, 'clock' | 'house' | 'policy'>;

/** The pictures of one referral and what was drawn on them. One look for the whole study; the trail has it. Refuses as `grantFor`, and `consent.scope`. */
export const openImages =
  (world: Looks) =>
  async (page: Page, which: ReferralId, person: Person): Promise<Opened> => {
    const grant = await grantFor(world, page, which, person);
    mustInclude(world, grant, 'imaging');
    await page.happened({
      what: 'seen',
      how: 'images',
      at: world.clock.now(),
      by: { person: person.id },
      institution: grant.post.at,
      referral: which,
      patient: grant.patient,
      ground: grant.because,
    });
    const files = await filesInTheRoom(page, which, grant.categories);
    const { code } = grant.referral;
    return { code, files, priors: await priorsOf(world, page, grant), ...(await marksOn(page, which, files)) };
  };

type Marks = { readonly annotations: readonly Annotation[]; readonly remarks: readonly Remark[] };
type Opened = Marks & {
  readonly code: string;
  readonly files: readonly RoomFile[];
  readonly priors: readonly Referral[];
};

/** What lies on these files; on others the reader has no leave for, nothing is told. */
async function marksOn(page: Page, which: ReferralId, files: readonly RoomFile[]): Promise<Marks> {
  const shown = new Set<string>(files.map(({ upload }) => upload.id));
  const annotations = (await page.annotations.of(which)).filter(({ file }) => shown.has(file));
  const threads = new Set(annotations.map((one) => one.id));
  const remarks = (await page.remarks.of(which)).filter(({ annotation }) => threads.has(annotation));
  return { annotations, remarks };
}

/** What people put there, asked again by somebody who is looking already: leave is asked again, the trail has the look. Refuses as `openImages`. */
export const freshMarks =
  (world: Looks) =>
  async (page: Page, which: ReferralId, person: Person): Promise<Marks> => {
    const grant = await grantFor(world, page, which, person);
    mustInclude(world, grant, 'imaging');
    return marksOn(page, which, await filesInTheRoom(page, which, grant.categories));
  };

/** Leave to look together with others. Refuses as `openImages`. */
export const mayLookOn =
  (world: Looks) =>
  async (page: Page, which: ReferralId, person: Person): Promise<void> => {
    mustInclude(world, await grantFor(world, page, which, person), 'imaging');
  };

/** One picture of those, with leave asked again for each: when leave ends, the next slice does not come. Refuses also `upload.not-found`. */
export const onePicture =
  (world: Looks) =>
  async (page: Page, which: ReferralId, file: UploadId, person: Person): Promise<Upload> => {
    const grant = await grantFor(world, page, which, person);
    mustInclude(world, grant, 'imaging');
    const found = await page.uploads.get(file);
    if (!found || found.referral !== which || !isPicture(found))
      throw new Refused('upload.not-found', `No picture ${file}`);
    return found;
  };

const isPicture = ({ kind, state }: Upload): boolean => kind === 'dicom' && (state === 'kept' || state === 'filed');
