/** What deeds write on, for the doors that call them inside a transaction of their own. */
export type { Page, ReadingPage } from '../ports/ledger.ts';
