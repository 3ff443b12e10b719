import { Refused } from '#src/domain/refused.ts';

/** Adaptive Multi-Rate at its best takes 1.6 kB a second: an hour of it. */
const mostBytes = 6 * 1024 * 1024;

/**
 * A voice note as every browser plays it: DingTalk records AMR (RFC 4867 §5), which none of them knows; it comes out as WAV, 8 kHz, 16 bit. Refuses
 * `upload.unreadable-type` for any other sound, which is played as it is, and `upload.damaged` for one that holds none.
 */
export async function playableSound(bytes: Uint8Array): Promise<Uint8Array> {
  if (Buffer.from(bytes.subarray(0, 6)).toString('latin1') !== '#!AMR\n')
    throw new Refused('upload.unreadable-type', 'It is played as it is, or not at all');
  if (bytes.length > mostBytes)
    throw new Refused('upload.too-large', 'The recording is longer than an hour', { limit: mostBytes });
  const { default: amr } = await import('amr-js/library/amrnb.js');
  const wav = amr.toWAV(bytes);
  if (wav === null || wav.length <= amr.WAV_HEADER_SIZE) throw new Refused('upload.damaged', 'There is no sound in it');
  return wav;
}
