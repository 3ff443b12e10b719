import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { NotForThem } from './grant-for.ts';

/** Writes a page for somebody who looks. When they were refused, the page is torn up and the refusal itself is kept on a page of its own. */
export const writesForReader =
  ({ ledger }: Pick<World, 'ledger'>) =>
  async <Answer>(work: (page: Page) => Promise<Answer>): Promise<Answer> => {
    try {
      return await ledger.write(work);
    } catch (error) {
      if (error instanceof NotForThem) await ledger.write((page) => page.happened(error.happening));
      throw error;
    }
  };
