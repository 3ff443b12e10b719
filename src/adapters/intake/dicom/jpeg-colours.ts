/**
 * What three samples mean once a decoder has given them: the header says how they were meant (PS3.5 section 8.2), the packing says what it undid by itself.
 * Undefined for models that are not known here.
 */
export function colourModel(
  photometric: string,
  syntax: string,
  frame: Uint8Array,
): 'RGB' | 'YBR_FULL' | 'PALETTE COLOR' | undefined {
  if (photometric === 'PALETTE COLOR') return photometric;
  const which = syntax.split('.').at(-1) ?? '';
  const isYbr = photometric === 'YBR_FULL' || photometric === 'YBR_FULL_422';
  // JPEG 2000 and JPEG XL turn their own colours back.
  if (photometric === 'YBR_RCT' || photometric === 'YBR_ICT' || /^11[0-2]$/u.test(which)) return 'RGB';
  if (photometric !== 'RGB' && !isYbr) return undefined;
  if (/^(?:9[0-3]|20[1-3])$/u.test(which)) return isYbr && !turnsColours(frame) ? 'YBR_FULL' : 'RGB';
  if (/^5[01]$/u.test(which)) return isYbr || isBrightnessInside(frame) ? 'YBR_FULL' : 'RGB';
  return isYbr ? 'YBR_FULL' : 'RGB';
}

/** Writers call a usual JPEG RGB when they mean what a viewer shows. JFIF and its names 1, 2, 3 know no red, green and blue, and nobody halves those (ITU-T T.871, T.872). */
function isBrightnessInside(frame: Uint8Array): boolean {
  for (const { marker, from, to } of segments(frame)) {
    const length = to - from;
    const text = String.fromCharCode(...frame.subarray(from, Math.min(to, from + 5)));
    if (marker === 0xe0 && text.startsWith('JFIF')) return true;
    if (marker === 0xee && text === 'Adobe' && length >= 12) return frame[from + 11] === 1;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      const parts = [0, 1, 2].map((each) => ({ name: frame[from + 6 + each * 3], share: frame[from + 7 + each * 3] }));
      return parts.every(({ name }, at) => name === at + 1) || parts.some(({ share }) => share !== 0x11);
    }
  }
  return false;
}

/** The multiple component transformation of JPEG 2000 is used (COD, ISO 15444-1 section A.6.1). */
function turnsColours(frame: Uint8Array): boolean {
  for (const { marker, from } of segments(frame)) if (marker === 0x52) return frame[from + 4] === 1;
  return false;
}

type Segment = { readonly marker: number; readonly from: number; readonly to: number };

/** The segments of a header behind its first marker, up to where the picture begins. */
function* segments(frame: Uint8Array): Generator<Segment> {
  let at = 2;
  while (at + 4 <= frame.length && frame[at] === 0xff) {
    const marker = frame[at + 1] ?? 0;
    if (marker === 0xda || marker === 0x90) return;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = ((frame[at + 2] ?? 0) << 8) | (frame[at + 3] ?? 0);
    yield { marker, from: at + 4, to: Math.min(frame.length, at + 2 + length) };
    at += 2 + Math.max(2, length);
  }
}
