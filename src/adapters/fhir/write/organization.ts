import type { Organization } from 'fhir/r4.d.ts';
import type { Naming } from '#src/ports/copies.ts';
import { nameOf } from './names.ts';

/** An institution that sent or received, in both its names. */
export const organization = (id: string, names: Naming): Organization => ({
  resourceType: 'Organization',
  id: nameOf('Organization', id),
  identifier: [{ value: id }],
  name: names[id]?.en ?? id,
  ...(names[id]?.zhHant ? { alias: [names[id].zhHant] } : {}),
});
