import { existsSync, writeFileSync } from 'node:fs';
import type { Answered, Asked } from '#src/adapters/intake/reading-room.ts';

/** A reading process that does what the file says: hangs, falls each time, or falls the first time and leaves its mark. */
process.on('message', (message) => {
  // Only the test's own reading room speaks on this wire.
  const { id, file } = message as Asked;
  const [what, mark = ''] = Buffer.from(file.bytes).toString().split(' ');
  if (what === 'hang') return;
  if (what === 'fall') process.exit(1);
  if (what === 'once' && !existsSync(mark)) {
    writeFileSync(mark, '');
    process.kill(process.pid, 'SIGKILL');
    return;
  }
  const answer: Answered = { id, reports: [] };
  process.send?.(answer);
});
