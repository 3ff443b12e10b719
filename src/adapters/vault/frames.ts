import { createCipheriv, createDecipheriv } from 'node:crypto';
import { Refused } from '#src/domain/refused.ts';

/**
 * The frames of a sealed file: 1 MiB of plain text each, AES-256-GCM, the frame's number as nonce under a key that is used for one file only;
 * the file's id, the number and whether it is the last are bound in. Reordered, cut, swapped or altered frames do not open.
 */
export const frameBytes = 1024 * 1024;
export const tagBytes = 16;
export const sealedFrameBytes = frameBytes + tagBytes;

type Frame = { readonly key: Uint8Array; readonly id: string; readonly number: number; readonly last: boolean };

export function sealFrame(frame: Frame, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', frame.key, nonceOf(frame)).setAAD(boundIn(frame));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function openFrame(frame: Frame, sealed: Uint8Array): Uint8Array {
  try {
    const body = sealed.length - tagBytes;
    const decipher = createDecipheriv('aes-256-gcm', frame.key, nonceOf(frame), { authTagLength: tagBytes })
      .setAAD(boundIn(frame))
      .setAuthTag(sealed.subarray(body));
    return Buffer.concat([decipher.update(sealed.subarray(0, body)), decipher.final()]);
  } catch {
    // The cipher cannot tell a changed byte from a moved frame; both mean the same to a reader.
    throw new Refused(
      'vault.tampered',
      `File ${frame.id}, part ${frame.number + 1} does not open: it was altered, cut or moved`,
    );
  }
}

function nonceOf({ number }: Frame): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(number));
  return nonce;
}

const boundIn = ({ id, number, last }: Frame): Uint8Array =>
  Buffer.from(`${id}\n${number}\n${last ? 'last' : 'more'}`, 'utf8');
