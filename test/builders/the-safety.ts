import { join } from 'node:path';
import { safetyNet } from '#src/start/safety-net.ts';

/** The rules of the house's own tables: loaded once for all tests of a file. */
export const theSafety = safetyNet(join(import.meta.dirname, '../../config'));
