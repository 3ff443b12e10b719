import { createHash } from 'node:crypto';
import { person as personIn } from '../../domain/house/house.ts';
import type { ReferralId, UploadId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Imaging, ReportedDrawing } from '../../ports/imaging.ts';
import type { Page } from '../../ports/ledger.ts';
import { grantFor, mustInclude } from '../looking/grant-for.ts';
import { writesForReader } from '../looking/keep-refused-looks.ts';
import type { World } from '../world.ts';

type Needs = Pick<World, 'clock' | 'house' | 'policy' | 'ledger'> & {
  readonly imaging: Pick<Imaging, 'report'>;
  readonly wholeFile: (patient: string, file: UploadId) => Promise<Uint8Array>;
};

/**
 * All that was drawn on the images of one referral, as a DICOM structured report to take elsewhere; voices stay behind. Leave to copy is asked before and
 * when it is handed out, which is a happening. Refuses as opening the images, and `upload.not-found` where nothing is drawn.
 */
export const reportDrawings =
  (world: Needs) =>
  async (which: ReferralId, reader: Person): Promise<{ readonly bytes: Uint8Array; readonly code: string }> => {
    const write = writesForReader(world);
    const gathered = await write(async (page) => {
      const grant = await leave(world, page, which, reader);
      const remarks = await page.remarks.of(which);
      const nameOf = (who: Person['id']) => personIn(world.house, who)?.name.en ?? who;
      const drawings = (await page.annotations.of(which)).map(
        ({ id, file, frame, kind, points, text, by, at }): ReportedDrawing => ({
          key: id,
          file,
          frame,
          kind,
          points,
          by: nameOf(by),
          at,
          ...(text ? { text } : {}),
          remarks: remarks.flatMap((one) =>
            one.annotation === id && one.text ? [{ by: nameOf(one.by), at: one.at, text: one.text }] : [],
          ),
        }),
      );
      const files = (await page.uploads.of(which)).filter(({ kind }) => kind === 'dicom');
      return { drawings, files, patient: grant.patient };
    });
    const files = gathered.files.map(({ id }) => ({ file: id, bytes: () => world.wholeFile(gathered.patient, id) }));
    const bytes = await world.imaging.report(files, gathered.drawings, world.clock.now());
    return write(async (page) => {
      const grant = await leave(world, page, which, reader);
      await page.happened({
        what: 'exported',
        kind: 'image-report',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        at: world.clock.now(),
        by: { person: reader.id },
        institution: grant.post.at,
        referral: which,
        patient: grant.patient,
        ground: grant.because,
      });
      return { bytes, code: grant.referral.code };
    });
  };

async function leave(world: Needs, page: Page, which: ReferralId, reader: Person) {
  const grant = await grantFor(world, page, which, reader, { action: 'copy' });
  mustInclude(world, grant, 'imaging');
  return grant;
}
