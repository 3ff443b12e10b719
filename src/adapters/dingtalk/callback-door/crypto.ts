import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Refused } from '#src/domain/refused.ts';

/** What an organisation set for its HTTP callbacks in the console. */
export type CallbackSecrets = { readonly token: string; readonly aesKey: string; readonly ownerKey: string };
export type Envelope = {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly encrypt: string;
};

/** DingTalk pads to blocks of 32, not of 16: Node's own unpadding would refuse what is right. */
const block = 32;

export const signatureOf = (token: string, timestamp: string, nonce: string, encrypt: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex');

/** Opens what DingTalk posted. Refuses `callback.signature` and `callback.undecipherable`. */
export function decipher(secrets: CallbackSecrets, { signature, timestamp, nonce, encrypt }: Envelope): string {
  const expected = Buffer.from(signatureOf(secrets.token, timestamp, nonce, encrypt));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Refused('callback.signature', 'The signature of the callback does not fit');
  try {
    const key = Buffer.from(`${secrets.aesKey}=`, 'base64');
    const opener = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([opener.update(Buffer.from(encrypt, 'base64')), opener.final()]);
    const pad = padded[padded.length - 1] ?? 0;
    if (pad < 1 || pad > block) throw new Error('padding');
    const plain = padded.subarray(0, padded.length - pad);
    const length = plain.readUInt32BE(16);
    if (plain.subarray(20 + length).toString('utf8') !== secrets.ownerKey) throw new Error('owner');
    return plain.subarray(20, 20 + length).toString('utf8');
  } catch {
    // Which step failed is not told to whoever sent it.
    throw new Refused(
      'callback.undecipherable',
      'The callback could not be deciphered: compare the AES key with the console',
    );
  }
}

/** The answer DingTalk expects: `success`, enciphered and signed. */
export function encipher(secrets: CallbackSecrets, text: string, timestamp: string, nonce: string) {
  const key = Buffer.from(`${secrets.aesKey}=`, 'base64');
  const words = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(words.length);
  const plain = Buffer.concat([randomBytes(16), length, words, Buffer.from(secrets.ownerKey, 'utf8')]);
  const pad = block - (plain.length % block);
  const sealer = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const encrypt = Buffer.concat([
    sealer.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
    sealer.final(),
  ]).toString('base64');
  return { msg_signature: signatureOf(secrets.token, timestamp, nonce, encrypt), timeStamp: timestamp, nonce, encrypt };
}
