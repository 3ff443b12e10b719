import type { Person } from '../../domain/people/person.ts';
import type { SwitchSubject } from '../../domain/people/switches.ts';
import type { Page } from '../../ports/ledger.ts';
import { type Administering, placeOfSubject } from './may-administer.ts';

/**
 * Switches a person or a clinic on again. They sign in anew; what was given back stays where it went. Doing it twice is doing it once.
 * Refuses `person.role`, `person.unknown`, `institution.unknown`.
 */
export const switchOn =
  (world: Administering) =>
  async (page: Page, by: Person, subject: SwitchSubject): Promise<void> => {
    const where = placeOfSubject(world, by, subject);
    const at = world.clock.now();
    await page.switches.hold();
    if (!(await page.switches.end(subject, by.id, at))) return;
    await page.happened({
      what: 'switched-on',
      subject: subject.id,
      kind: subject.kind,
      at,
      by: { person: by.id },
      institution: where,
    });
  };
