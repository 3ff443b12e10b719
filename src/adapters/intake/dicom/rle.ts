/**
 * One RLE frame to plain little-endian samples, colours together for each pixel (PS3.5 annex G). The library leaves colours in planes and
 * shows stripes, so this is ours. A segment that ends too early leaves noughts; one that is too long is cut.
 */
export function unpackRle(frame: Uint8Array, pixels: number, bytesPerSample: number, samples: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const out = new Uint8Array(pixels * bytesPerSample * samples);
  if (frame.length < 64) throw new RangeError('an RLE frame is shorter than its header');
  const count = view.getUint32(0, true);
  if (count !== bytesPerSample * samples)
    throw new RangeError('an RLE frame has another number of segments than its samples have bytes');
  for (let segment = 0; segment < count; segment += 1) {
    const from = view.getUint32(4 + segment * 4, true);
    const to = segment + 1 < count ? view.getUint32(8 + segment * 4, true) : frame.length;
    const sample = Math.floor(segment / bytesPerSample);
    // The most significant byte comes first among the segments and last in a little-endian sample.
    const place = bytesPerSample - 1 - (segment % bytesPerSample);
    unpackSegment(frame.subarray(from, to), out, sample * bytesPerSample + place, bytesPerSample * samples);
  }
  return out;
}

function unpackSegment(packed: Uint8Array, out: Uint8Array, start: number, stride: number): void {
  let at = 0;
  let to = start;
  while (at < packed.length && to < out.length) {
    const head = packed[at] ?? 0;
    at += 1;
    if (head < 128) {
      for (let left = head + 1; left > 0 && at < packed.length && to < out.length; left -= 1, at += 1, to += stride)
        out[to] = packed[at] ?? 0;
    } else if (head > 128) {
      const value = packed[at] ?? 0;
      at += 1;
      for (let left = 257 - head; left > 0 && to < out.length; left -= 1, to += stride) out[to] = value;
    }
  }
}
