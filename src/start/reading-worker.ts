import type { Answered, Asked } from '#src/adapters/intake/reading-room.ts';
import { readingPipeline } from './reading-tools.ts';

/** A process that reads files for the one that started it and does nothing else. It holds no key, no database, no network. */
const pipeline = readingPipeline();

process.on('message', (message) => {
  // Only our own parent speaks on this wire.
  const { id, file, limits } = message as Asked;
  void pipeline(file, limits).then((reports) => process.send?.({ id, reports } satisfies Answered));
});
process.on('disconnect', () => process.exit(0));
