import { redact } from '../../domain/access/redact.ts';
import type { Category } from '../../domain/consent/category.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';

/** May somebody with these parts be shown this text? By the very rule that shows or hides the referral's own question. */
export const showsText =
  (content: ReferralContent, granted: readonly Category[]) =>
  (text: string): boolean =>
    redact({ ...content, question: text }, granted).content.question !== undefined;
