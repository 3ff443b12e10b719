import type { MachineRoom } from '#src/ports/service-works.ts';

/** A machine room in which nothing is the matter, for tests that look at something else. */
export const aMachineRoom: MachineRoom = {
  works: async () => ({
    tenants: [],
    shipped: { file: 'config/card-templates/referral.json', name: 'Baton', variables: 1, sha256: '0'.repeat(64) },
    knowledge: { tables: [], changes: [] },
    keys: { provider: 'file', standing: [] },
    store: {
      version: 'PostgreSQL',
      megabytes: 1,
      migrations: 1,
      inbox: { waiting: 0, aside: 0 },
      errands: { waiting: 0, unknown: 0, dropped: 0 },
    },
  }),
  examine: async () => [{ part: 'node', ok: true, says: 'v24' }],
};
