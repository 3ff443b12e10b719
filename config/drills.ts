import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigInvalid, explain } from './explain.ts';

const key = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'a short key: a small letter, then letters, digits and hyphens');

const shape = z.strictObject({
  drills: z.array(
    z.strictObject({
      hotline: key,
      people: z.array(key).min(1),
      group: z.boolean().default(false),
      minutes: z.number().int().min(5).max(120).default(120),
    }),
  ),
});

export type DrillsConfig = z.output<typeof shape>['drills'];

/** Who takes part in drills. Without the file no hotline can be drilled. Refuses with `ConfigInvalid` for a person or hotline the configuration does not know. */
export function loadDrills(
  dir: string,
  known: { readonly hotlines: readonly string[]; readonly people: readonly string[] },
): DrillsConfig {
  const file = 'drills.yaml';
  if (!existsSync(join(dir, file))) return [];
  const raw: unknown = parse(readFileSync(join(dir, file), 'utf8'));
  const found = shape.safeParse(raw);
  if (!found.success) throw new ConfigInvalid(explain(file, shape, found.error, raw));
  const { drills } = found.data;
  const strangers = drills.flatMap(({ hotline, people }, index) => [
    ...(known.hotlines.includes(hotline)
      ? []
      : [{ file, path: `drills.${index}.hotline`, found: hotline, allowed: known.hotlines.join(', ') }]),
    ...people
      .filter((one) => !known.people.includes(one))
      .map((one) => ({ file, path: `drills.${index}.people`, found: one, allowed: 'an id of people.yaml' })),
  ]);
  if (strangers.length > 0) throw new ConfigInvalid(strangers);
  return drills;
}
