import { sheetsOf } from '#src/adapters/intake/on-paper.ts';
import { pagePicture } from '#src/adapters/intake/page-picture.ts';
import type { Answered, Asked, Onward } from '#src/adapters/intake/reading-room.ts';
import { someInside } from '#src/adapters/intake/some-inside.ts';
import type { DocumentReport } from '#src/domain/intake/document.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Inside } from '#src/ports/reading-room.ts';
import { readingPipeline } from './reading-tools.ts';

/** A process that reads files for the one that started it and does nothing else. It holds no key, no database, no network. */
const pipeline = readingPipeline();

process.on('message', (message) => {
  // Only our own parent speaks on this wire.
  const asked = message as Asked;
  void answerTo(asked).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));

const onward = (said: Onward): void => void process.send?.(said);

async function answerTo({ id, file, limits, page, line, depth, from = 0, sound }: Asked): Promise<Answered> {
  if (page === undefined && line === undefined && sound === undefined) {
    const inside: Inside[] = [];
    const apart = depth === undefined ? undefined : { depth, inside };
    const reports = await pipeline(file, limits, (at, of) => onward({ id, at, of }), apart);
    return {
      id,
      reports: apart ? withSheets(reports, inside) : reports,
      inside: someInside(inside, from),
      count: inside.length,
    };
  }
  try {
    if (sound) {
      const { playableSound } = await import('#src/adapters/intake/playable-sound.ts');
      return { id, picture: await playableSound(file.bytes) };
    }
    if (page !== undefined)
      return { id, picture: await pagePicture(file.bytes, page, limits, () => sheetsIn(file, limits)) };
    const { markedCopy } = await import('#src/adapters/copies/marked-copy.ts');
    return { id, picture: await markedCopy(file.bytes, line ?? '', limits) };
  } catch (error) {
    // Whatever a drawing program says about somebody's bytes may quote them.
    return { id, refused: error instanceof Refused ? error.code : 'upload.damaged' };
  }
}

/** What has no pages of its own is shown on sheets: how many. */
function withSheets(reports: readonly DocumentReport[], inside: readonly Inside[]): readonly DocumentReport[] {
  const pages = sheetsOf(reports, inside).length;
  return pages === 0 ? reports : reports.map((report) => ({ ...report, pages }));
}

async function sheetsIn(file: Asked['file'], limits: Asked['limits']) {
  const inside: Inside[] = [];
  return sheetsOf(await pipeline(file, limits, undefined, { depth: 0, inside }), inside);
}
