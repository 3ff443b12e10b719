/** Frames of single bits lie one behind the other without a gap (PS3.5 section 8.1.1 and annex D): bytes from bit `from` on, each frame beginning in a byte. */
export function alignedBits(bytes: Uint8Array, from: number, count: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(count / 8));
  const [start, shift] = [Math.floor(from / 8), from % 8];
  for (let at = 0; at < out.length; at += 1) {
    const low = bytes[start + at] ?? 0;
    out[at] = shift === 0 ? low : (low >>> shift) | ((bytes[start + at + 1] ?? 0) << (8 - shift));
  }
  return out;
}

/** A byte, nought or one, for each bit; the lowest bit of a byte comes first. */
export function bytesOfBits(bits: Uint8Array, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) out[at] = ((bits[at >>> 3] ?? 0) >>> (at & 7)) & 1;
  return out;
}

/** Samples of twelve bits, two of them in three bytes, the lowest bits first, as samples of sixteen. */
export function sixteenOfTwelve(packed: Uint8Array, count: number): Uint8Array {
  const out = new Uint8Array(count * 2);
  const view = new DataView(out.buffer);
  for (let at = 0; at < count; at += 1) {
    const byte = Math.floor((at * 3) / 2);
    const pair = (packed[byte] ?? 0) | ((packed[byte + 1] ?? 0) << 8);
    view.setUint16(at * 2, at % 2 === 0 ? pair & 0xfff : pair >>> 4, true);
  }
  return out;
}
