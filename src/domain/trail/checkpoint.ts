import { createPublicKey, verify } from 'node:crypto';
import { canonical } from './canonical.ts';

/** A signed word about one chain at one moment: so many entries, this root, this last link. */
export type Checkpoint = {
  readonly chain: string;
  readonly size: number;
  readonly root: string;
  readonly link: string;
  readonly at: string;
  readonly keyId: string;
  readonly signature: string;
};

/** The exact bytes a checkpoint's signature covers. */
export const checkpointText = ({ chain, size, root, link, at, keyId }: Omit<Checkpoint, 'signature'>): Uint8Array =>
  Buffer.from(`baton checkpoint v1\n${canonical({ chain, size, root, link, at, keyId })}`, 'utf8');

export function checkpointHolds(checkpoint: Checkpoint, spkiPem: string): boolean {
  try {
    return verify(
      null,
      checkpointText(checkpoint),
      createPublicKey(spkiPem),
      Buffer.from(checkpoint.signature, 'base64url'),
    );
  } catch {
    // A key or signature that cannot even be read proves nothing.
    return false;
  }
}
