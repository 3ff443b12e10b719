import type { Store } from '#src/adapters/store/open-store.ts';
import type { Naming } from '#src/domain/record/naming.ts';
import { fileDue } from '#src/usecases/archive/file-due.ts';
import { drawThumbnails } from '#src/usecases/archive/thumbnails.ts';
import type { World } from '#src/usecases/world.ts';
import type { Regular } from './every.ts';

/** A page of a kept file as a JPEG; see `pagePictureOf`. */
type PagePicture = (patient: string, file: string, page: number) => Promise<Uint8Array>;

/** Keeps the archive as the referrals are: what changed is filed within seconds, and what can be looked at gets its small picture. */
export const archiveWork = (
  store: Pick<Store, 'every'>,
  world: World,
  { lexicon }: Naming,
  picture: PagePicture,
): readonly Regular[] => {
  const file = fileDue({ ...world, lexicon });
  const draw = drawThumbnails(world, async (patient, which) =>
    (await import('#src/adapters/imaging/small.ts')).small(await picture(patient, which, 1)),
  );
  return [
    store.every('file what changed in the archive', 1, async () => void (await file())),
    store.every('draw small pictures', 2, async () => void (await draw())),
  ];
};
