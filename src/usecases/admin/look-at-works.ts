import type { Person } from '../../domain/people/person.ts';
import type { Examined, MachineRoom, Works } from '../../ports/service-works.ts';
import type { World } from '../world.ts';
import { placesOf } from './may-administer.ts';

export type { Examined, MachineRoom, Works };

/** What runs, fills up and ages, for whoever administers anywhere. Refuses `person.role`. */
export const lookAtWorks =
  (world: Pick<World, 'policy'>, machine: MachineRoom) =>
  async (by: Person): Promise<Works> => {
    placesOf(world, by);
    return machine.works();
  };

/** What the doctor finds, for whoever administers anywhere. Refuses `person.role`. */
export const askDoctor =
  (world: Pick<World, 'policy'>, machine: MachineRoom) =>
  async (by: Person): Promise<readonly Examined[]> => {
    placesOf(world, by);
    return machine.examine();
  };
