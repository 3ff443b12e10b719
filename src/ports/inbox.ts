import type { TenantId } from '../domain/ids.ts';
import type { Page } from './ledger.ts';

/** Anything DingTalk told us, as it came. */
export type Incoming = {
  readonly tenant: TenantId;
  /** What it is the same as when it comes again: eventId, msgId, or messageId for cards. */
  readonly key: string;
  readonly kind: 'event' | 'robot' | 'card';
  readonly topic: string;
  readonly eventType?: string;
  readonly eventCorpId?: string;
  readonly data: string;
  readonly at: Date;
};

/** Keeps first, thinks later. What was kept is handled exactly once, also after a restart; duplicates are known for at least 8 days. */
export interface Inbox {
  /** Durable when it resolves. False: we have it already. Many calls at once share one commit. */
  keep(incoming: Incoming): Promise<boolean>;
  /**
   * Starts handling. `handle` runs inside one transaction with the mark "handled": all of it happens, or none and it is tried again.
   * After the last try it is set aside (and counted), never dropped.
   */
  start(handle: (incoming: Incoming, page: Page) => Promise<void>): Promise<void>;
  /** Finishes what is in hand, takes nothing new. */
  stop(): Promise<void>;
  waiting(): Promise<{ readonly waiting: number; readonly aside: number; readonly oldestAt: Date | undefined }>;
}
