import type { Tools } from '#src/domain/intake/tools.ts';
import type { FileReader } from '#src/ports/readers.ts';
import { readPicture } from './read-picture.ts';

/** The readers of photos and scans. */
export const pictureReaders = (tools: Tools): readonly FileReader[] => [
  { reads: (kind) => kind === 'image', read: ({ bytes, onPage }, limits) => readPicture(tools, bytes, limits, onPage) },
];
