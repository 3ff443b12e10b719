import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { asWire, parsed, text } from '../engines/wire.ts';
import type { App } from '../world/types.ts';
import type { World } from '../world/world.ts';

type Secrets = Pick<App, 'aesKey' | 'clientId'>;

/**
 * An event by HTTP instead of the stream: encrypted, signed, and taken only when the answer, decrypted, says `success`.
 * Only ever to this machine: a pretend world calls nobody outside.
 */
export async function postEncrypted(world: World, app: App, url: string, body: object): Promise<boolean> {
  const address = URL.parse(url);
  if (!address || !['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)) return false;
  const encrypt = encrypted(app, JSON.stringify(body));
  const [timestamp, nonce] = [String(world.now()), randomBytes(8).toString('hex')];
  const signature = signatureOf(app.token, timestamp, nonce, encrypt);
  for (const [key, value] of Object.entries({ signature, msg_signature: signature, timestamp, nonce }))
    address.searchParams.set(key, value);
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ encrypt }),
      signal: AbortSignal.timeout(2_500),
    });
    const taken = answer.ok && opened(app, text(asWire(parsed(await answer.text())), 'encrypt') ?? '') === 'success';
    world.journal.add('push', { clientId: app.clientId, type: 'HTTP', status: answer.status, taken });
    return taken;
  } catch {
    world.journal.add('drop', { clientId: app.clientId, type: 'HTTP', why: 'no answer in 2.5 s' });
    return false;
  }
}

/** 16 random bytes, a length, the words, the owner; AES-256-CBC, padded to blocks of 32 and not of 16. */
function encrypted({ aesKey, clientId }: Secrets, words: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const said = Buffer.from(words, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(said.length);
  const plain = Buffer.concat([randomBytes(16), length, said, Buffer.from(clientId, 'utf8')]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  );
}

/** The words of an encrypted answer; undefined when it is none, or not for this owner. */
export function opened({ aesKey, clientId }: Secrets, encrypt: string): string | undefined {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()]);
    const whole = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
    const end = 20 + whole.readUInt32BE(16);
    return whole.toString('utf8', end) === clientId ? whole.toString('utf8', 20, end) : undefined;
  } catch {
    // too short, or not of this key: no answer of ours
    return undefined;
  }
}

export const signatureOf = (token: string, timestamp: string, nonce: string, encrypt: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex');
