import type { UploadKind } from '../domain/referral/content.ts';

/** What a file is, by its first bytes and never by its name. `undefined` kind: nothing Baton can file. */
export type FileLook = { readonly kind: UploadKind | undefined; readonly mime: string };

export interface FileKinds {
  /** `head` is the first 4,100 bytes or all there are. */
  look(head: Uint8Array): Promise<FileLook>;
}
