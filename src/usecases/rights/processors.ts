import { createHash } from 'node:crypto';
import type { Person } from '../../domain/people/person.ts';
import { Unreachable } from '../../domain/refused.ts';
import { type Processor, processorLines, receiverFor, type Towards } from '../../domain/rights/processor.ts';
import { csvOf } from '../../domain/rights/request.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import type { Given } from './give.ts';
import { placesFor } from './may.ts';

/**
 * Lets nothing go out to who is not on the register, or whose contract has not begun or has ended. What waits to go there is tried again later and not lost. Throws
 * `processor.not-registered`.
 */
export const onlyRegistered =
  (processors: readonly Processor[], clock: Clock) =>
  (to: Towards): void => {
    if (!receiverFor(processors, to, clock.now()))
      throw new Unreachable(
        'processor.not-registered',
        'Nobody on the register of processors with a contract in force receives this: see config/processors.yaml',
      );
  };

const columns = ['id', 'name', 'receives', 'where', 'tenants', 'origins', 'contract', 'from', 'until', 'standing'];

/** The register of processors as a table or JSON; taking it is in the trail. Refuses `person.role`. */
export const exportProcessors =
  (world: Pick<World, 'clock' | 'policy'>, processors: readonly Processor[]) =>
  async (page: Page, by: Person, as: 'csv' | 'json'): Promise<Given> => {
    const [at, ...others] = placesFor(world, by, 'keep-registers');
    const now = world.clock.now();
    const lines = processorLines(processors, now);
    const rows = lines.map(({ id, name, receives, where, tenants, origins, contract, is }) => [
      id,
      name.en,
      receives.en,
      where,
      tenants.join(' '),
      origins.join(' '),
      contract.note,
      contract.from,
      contract.until,
      is,
    ]);
    const bytes = Buffer.from(
      as === 'csv' ? `\ufeff${csvOf([columns, ...rows])}\r\n` : `${JSON.stringify(lines)}\n`,
      'utf8',
    );
    for (const institution of [at, ...others])
      if (institution)
        await page.happened({
          what: 'exported',
          kind: 'register',
          sha256: createHash('sha256').update(bytes).digest('hex'),
          at: now,
          by: { person: by.id },
          institution,
          ground: 'duty',
        });
    return { name: `processors-${now.toISOString().slice(0, 10)}.${as}`, bytes };
  };
