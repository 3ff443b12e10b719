import type { ReferralContent } from '../domain/referral/content.ts';
import type { ExportedSignOff } from '../domain/signing/exported-sign-off.ts';

type Named = { readonly en: string; readonly zhHant: string };

/** What a letter is made of. `content` is cut to what its reader may see; `isCut` says that something was left out. */
export type LetterAsked = {
  readonly signOff: ExportedSignOff;
  readonly content: ReferralContent;
  readonly hidden: readonly string[];
  readonly to: { readonly institution: Named; readonly service?: Named };
  readonly reader: { readonly name: Named; readonly institution: Named; readonly at: Date };
};

/** Writes a referral letter as PDF: English, then a Traditional Chinese mirror. Refuses `letter.mirror-differs` and gives nothing when the two differ. */
export interface Letters {
  write(asked: LetterAsked): Promise<Uint8Array>;
}
