import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { App } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** The encrypted HTTP form of an event (AES-256-CBC, blocks of 32): an organisation that gave an address gets it there too. */
export async function sendEncrypted(app: App, url: string, body: object, world: World): Promise<void> {
  const encrypt = encrypted(app, JSON.stringify(body));
  const timestamp = String(world.now());
  const nonce = randomBytes(8).toString('hex');
  const signature = signatureOf(app.token, timestamp, nonce, encrypt);
  const address = new URL(url);
  for (const [key, value] of Object.entries({ signature, msg_signature: signature, timestamp, nonce }))
    address.searchParams.set(key, value);
  // Only ever to this machine: a pretend world calls nobody outside.
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)) return;
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ encrypt }),
      signal: AbortSignal.timeout(2_500),
    });
    world.journal.add('push', { clientId: app.clientId, type: 'HTTP', status: answer.status });
  } catch {
    world.journal.add('drop', { clientId: app.clientId, type: 'HTTP', why: 'no answer in 2.5 s' });
  }
}

export function encrypted(app: Pick<App, 'aesKey' | 'clientId'>, text: string): string {
  const key = Buffer.from(`${app.aesKey}=`, 'base64');
  const words = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(words.length);
  const plain = Buffer.concat([randomBytes(16), length, words, Buffer.from(app.clientId, 'utf8')]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  );
}

export const signatureOf = (token: string, timestamp: string, nonce: string, encrypt: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex');
