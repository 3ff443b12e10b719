import { createHash } from 'node:crypto';
import type { ReferralContent } from '../referral/content.ts';
import { canonical } from '../trail/canonical.ts';

/**
 * SHA-256 (hex) of the canonical form of all that a referral says: who, why, every finding with its place, the words it was made from, every file
 * by its own hash, consent. Only the outcome and the updates are left out: they are written after the signature, and must not break it.
 */
export const contentHash = (content: ReferralContent): string =>
  createHash('sha256')
    .update(canonical(signedPart(content)), 'utf8')
    .digest('hex');

export const signedPart = ({
  outcome: _comesLater,
  updates: _comeLater,
  ...signed
}: ReferralContent): Omit<ReferralContent, 'outcome' | 'updates'> => signed;
