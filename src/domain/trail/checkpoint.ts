import { canonical } from './canonical.ts';

/** Whose key signs for the trail; a clinician's key vouches for no checkpoint. */
export const trailOwner = 'baton-trail';

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
export const checkpointText = ({ chain, size, root, link, at }: Omit<Checkpoint, 'keyId' | 'signature'>): Uint8Array =>
  Buffer.from(`baton checkpoint v1\n${canonical({ chain, size, root, link, at })}`, 'utf8');
