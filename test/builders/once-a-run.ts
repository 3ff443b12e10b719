import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder where the tests of one run tell each other what was built already. */
export const wasBuilt = 'BATON_TEST_BUILT';

export default function setup(): () => void {
  const place = mkdtempSync(join(tmpdir(), 'baton-built-'));
  process.env[wasBuilt] = place;
  return () => rmSync(place, { recursive: true, force: true });
}
