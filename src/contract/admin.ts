import { z } from 'zod';
import { named } from './referral.ts';

export const switchReason = z.enum(['lost-device', 'misuse', 'away', 'left', 'closed', 'other']);
export const switchSubject = z.object({ kind: z.enum(['person', 'place']), id: z.string().min(1).max(64) });

/** Off from this moment: `words` are needed for "other" and kept sealed. */
export const switchAsked = switchSubject.extend({
  reason: switchReason,
  words: z.string().max(500).optional(),
});

export const switchShown = z.object({
  kind: z.enum(['person', 'place']),
  id: z.string(),
  name: named,
  reason: switchReason,
  words: z.string().optional(),
  since: z.iso.datetime(),
  by: named,
  on: z.object({ at: z.iso.datetime(), by: named }).optional(),
});

export const adminPerson = z.object({
  id: z.string(),
  name: named,
  works: z.array(z.object({ institution: named, roles: z.array(z.string()) })),
  /** In each DingTalk organisation: gone from it, signed in once, or only named in the configuration. */
  links: z.array(z.object({ tenant: z.string(), standing: z.enum(['gone', 'linked', 'configured']) })),
  sessions: z.number().int(),
  seenAt: z.iso.datetime().optional(),
  left: z.boolean(),
  off: z.boolean(),
  me: z.boolean(),
});
export const adminPlace = z.object({
  id: z.string(),
  name: named,
  short: z.string(),
  people: z.number().int(),
  off: z.boolean(),
});
export const adminHotline = z.object({
  id: z.string(),
  name: named,
  specialty: z.string(),
  receiving: named,
  tenant: z.string(),
  bound: z.boolean(),
  receivers: z.array(z.object({ name: named, off: z.boolean() })),
  /** By the roster of this moment; empty where there is none. */
  onDuty: z.array(z.object({ name: named, off: z.boolean() })),
  cover: z.array(z.object({ name: named, off: z.boolean() })),
  urgencies: z.array(z.string()),
  resting: z.boolean(),
});
/** Institutions, people and hotlines of the administrator, and who is off. Configuration is files: nothing of it is changed here. */
export const adminDesk = z.object({
  places: z.array(adminPlace),
  people: z.array(adminPerson),
  hotlines: z.array(adminHotline),
  off: z.array(switchShown),
  before: z.array(switchShown),
});

const budget = z.object({ used: z.number().int(), limit: z.number().int() });
export const worksShown = z.object({
  at: z.iso.datetime(),
  tenants: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      connected: z.boolean(),
      api: budget,
      push: budget,
      template: z.string().optional(),
      cards: z.array(z.object({ template: z.string(), count: z.number().int() })),
      messages: z.number().int(),
    }),
  ),
  shipped: z.object({ file: z.string(), name: z.string(), variables: z.number().int(), sha256: z.string() }),
  knowledge: z.object({
    tables: z.array(
      z.object({
        file: z.string(),
        rows: z.number().int(),
        version: z.string().optional(),
        evidence: z.record(z.string(), z.number().int()),
      }),
    ),
    trouble: z.string().optional(),
    changes: z.array(z.string()),
  }),
  keys: z.object({
    provider: z.string(),
    rotatedAt: z.iso.datetime().optional(),
    standing: z.array(
      z.object({
        kind: z.enum(['master', 'institution', 'service', 'signing', 'data']),
        count: z.number().int(),
        newest: z.object({ id: z.string(), of: z.string().optional(), at: z.iso.datetime().optional() }).optional(),
        oldestAt: z.iso.datetime().optional(),
      }),
    ),
  }),
  store: z.object({
    version: z.string(),
    megabytes: z.number(),
    migrations: z.number().int(),
    inbox: z.object({ waiting: z.number().int(), aside: z.number().int(), oldestAt: z.iso.datetime().optional() }),
    errands: z.object({ waiting: z.number().int(), unknown: z.number().int(), dropped: z.number().int() }),
  }),
});
export const doctorShown = z.object({
  at: z.iso.datetime(),
  ok: z.boolean(),
  findings: z.array(z.object({ part: z.string(), ok: z.boolean(), says: z.string(), mend: z.string().optional() })),
});

export type AdminDesk = z.output<typeof adminDesk>;
export type AdminPerson = z.output<typeof adminPerson>;
export type AdminPlace = z.output<typeof adminPlace>;
export type AdminHotline = z.output<typeof adminHotline>;
export type SwitchShown = z.output<typeof switchShown>;
export type SwitchAsked = z.output<typeof switchAsked>;
export type SwitchReason = z.output<typeof switchReason>;
export type WorksShown = z.output<typeof worksShown>;
export type DoctorShown = z.output<typeof doctorShown>;
