import { createHash } from 'node:crypto';
import type { Alert } from './alert.ts';

/** Why a clinician goes on in spite of a stop. Asked for, never a lock: care is not blocked. */
export const acknowledgeReasons = [
  'benefit-outweighs',
  'will-monitor',
  'already-tolerated',
  'will-change',
  'not-accurate',
  'patient-informed',
  'other',
] as const;
export type AcknowledgeReason = (typeof acknowledgeReasons)[number];

/** Some reasons say nothing without words. */
export const needsWords = (reason: AcknowledgeReason): boolean => reason === 'other' || reason === 'not-accurate';

/**
 * What makes an alert the same when it comes again: its rule, what it is about, how grave it is. When one of these changes it is another alert and is asked
 * about anew. A fingerprint, so that it can go through a card without telling anything.
 */
export const alertKey = ({ tier, kind, rule, subjects }: Pick<Alert, 'tier' | 'kind' | 'rule' | 'subjects'>): string =>
  createHash('sha256')
    .update([tier, kind, rule, ...subjects].join('\n'))
    .digest('hex')
    .slice(0, 24);
