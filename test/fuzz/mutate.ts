/** A small generator of numbers that gives the same row for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const spice = [
  '\u0000',
  '^^^^',
  '|',
  '&',
  '~',
  '\\',
  '"',
  '<',
  '</',
  '&#x10FFFF;',
  '{',
  '[',
  ']]',
  '\r',
  '\u{20000}',
  '陳',
  '%PDF-',
  'endobj',
  'MSH|',
  '9'.repeat(40),
  '-',
  '\uFEFF',
  ','.repeat(300),
  '('.repeat(200),
];

/** The same bytes with something wrong in them: flipped, cut, doubled, shuffled, spiced. Each seed always spoils in the same way. */
export function spoil(bytes: Uint8Array, seed: number): Uint8Array {
  const roll = dice(seed);
  const at = (most: number) => Math.floor(roll() * most);
  let spoiled = Buffer.from(bytes);
  for (let turn = 0; turn <= at(4); turn += 1) {
    if (spoiled.length === 0) return spoiled;
    const [from, length] = [at(spoiled.length), 1 + at(Math.min(400, spoiled.length))];
    switch (at(7)) {
      case 0:
        for (let flip = 0; flip < 1 + at(12); flip += 1) spoiled[at(spoiled.length)] = at(256);
        break;
      case 1:
        spoiled = spoiled.subarray(0, from);
        break;
      case 2:
        spoiled = Buffer.concat([spoiled.subarray(0, from), spoiled.subarray(from + length)]);
        break;
      case 3:
        spoiled = Buffer.concat([
          spoiled.subarray(0, from + length),
          spoiled.subarray(from, from + length),
          spoiled.subarray(from + length),
        ]);
        break;
      case 4:
        spoiled = Buffer.concat([
          spoiled.subarray(0, from),
          Buffer.from(spice[at(spice.length)] ?? ''),
          spoiled.subarray(from),
        ]);
        break;
      case 5: {
        const other = at(spoiled.length);
        spoiled = Buffer.concat([
          spoiled.subarray(0, from),
          spoiled.subarray(other, other + length),
          spoiled.subarray(from + length),
        ]);
        break;
      }
      default:
        spoiled.fill(at(256), from, Math.min(spoiled.length, from + length));
    }
  }
  return new Uint8Array(spoiled);
}
