import type { Inside } from '#src/ports/reading-room.ts';

const usual = 24 * 1024 * 1024;

/** Of the files in a file those from `from` on that go over at once: no more bytes than `most`, and at least one. */
export function someInside(inside: readonly Inside[], from: number, most = usual): readonly Inside[] {
  let bytes = 0;
  const rest = inside.slice(from);
  const end = rest.findIndex((each, index) => {
    bytes += 'bytes' in each ? each.bytes.length : 0;
    return index > 0 && bytes > most;
  });
  return end < 0 ? rest : rest.slice(0, end);
}
