/** Half an hour of speech would fit nowhere; two minutes do, as browsers record it. */
export const mostSoundBytes = 1024 * 1024;

/** What kind of recording it is by its first bytes, whatever the sender called it; undefined for what no browser records. */
export function soundKind(bytes: Uint8Array): 'audio/webm' | 'audio/ogg' | 'audio/mp4' | undefined {
  const starts = (from: number, ...wanted: readonly number[]) =>
    wanted.every((byte, index) => bytes[from + index] === byte);
  if (starts(0, 0x1a, 0x45, 0xdf, 0xa3)) return 'audio/webm';
  if (starts(0, 0x4f, 0x67, 0x67, 0x53)) return 'audio/ogg';
  if (starts(4, 0x66, 0x74, 0x79, 0x70)) return 'audio/mp4';
  return undefined;
}
