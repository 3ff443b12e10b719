import type { Session } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

/** How often a session in use is written down as used. */
const noteEveryMs = 60_000;

/**
 * The session of this id, if it still is one: before its absolute end, and used within the idle time. A use is noted at most once a minute; a line that only
 * listens (`using` false) keeps no session awake. An idle one is ended, not only refused.
 */
export const currentSession =
  ({ ledger, clock }: Pick<World, 'ledger' | 'clock'>, idleMinutes: number) =>
  async (which: string, using: boolean): Promise<Session | undefined> => {
    const now = clock.now();
    const session = await ledger.read((page) => page.sessions.get(which, now));
    if (!session) return undefined;
    const quietMs = now.getTime() - session.seenAt.getTime();
    if (quietMs > idleMinutes * 60_000) {
      await ledger.write((page) => page.sessions.end(which));
      return undefined;
    }
    if (using && quietMs >= noteEveryMs) await ledger.write((page) => page.sessions.seen(which, now));
    return session;
  };
