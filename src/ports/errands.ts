import type { Errand } from '../domain/errand.ts';
import type { Page } from './ledger.ts';
import type { Lane } from './messenger.ts';

/**
 * What came of one errand. `keep` is a change committed together with the mark.
 * later: try again after a pause. unknown: it may have happened and cannot be looked up, so it is not repeated. dropped: it can never work.
 */
export type Outcome =
  | { readonly is: 'done'; readonly keep?: (page: Page) => Promise<void> }
  | { readonly is: 'later'; readonly afterMs: number; readonly why: string }
  | { readonly is: 'unknown'; readonly why: string; readonly keep?: (page: Page) => Promise<void> }
  | { readonly is: 'dropped'; readonly why: string; readonly keep?: (page: Page) => Promise<void> };

export type ErrandInHand = {
  readonly id: string;
  readonly errand: Errand;
  readonly lane: Lane;
  readonly tries: number;
  /** A process died while doing it: it may have happened. Only idempotent errands are simply done again. */
  readonly begunBefore: boolean;
};

/** The outbox: does what was queued, lanes in order, each errand by one worker at a time. */
export interface ErrandRunner {
  start(run: (inHand: ErrandInHand) => Promise<Outcome>): Promise<void>;
  stop(): Promise<void>;
  waiting(): Promise<{
    readonly waiting: number;
    readonly unknown: number;
    readonly dropped: number;
    readonly oldestAt: Date | undefined;
  }>;
}
