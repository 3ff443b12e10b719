import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigInvalid, explain } from './explain.ts';
import { type Environment, filled } from './load.ts';

const words = z.string().trim().min(1).max(600);
const named = z.strictObject({ en: words, zhHant: words, zhHans: words });
const day = z
  .string()
  .refine(
    (one) => /^\d{4}-\d{2}-\d{2}$/.test(one) && !Number.isNaN(Date.parse(one)) && one === iso(new Date(one)),
    'a day as YYYY-MM-DD',
  );
const iso = (at: Date): string => at.toISOString().slice(0, 10);
const origin = z
  .string()
  .refine(
    (one) => URL.canParse(one) && new URL(one).origin === one,
    'a scheme, a host and a port if any, such as https://model.example',
  );

const shape = z.strictObject({
  processors: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'a short key: a small letter, then letters, digits and hyphens'),
      name: named,
      receives: named,
      where: words,
      tenants: z.array(z.string().min(1)).default([]),
      origins: z.array(origin).default([]),
      contract: z
        .strictObject({ note: words, from: day, until: day })
        .refine(({ from, until }) => from <= until, 'a first day that is not after the last'),
    }),
  ),
});

export type ProcessorRegister = z.output<typeof shape>['processors'];

/** Reads the register of processors. Refuses with `ConfigInvalid` when it is missing, has an unknown key, a receiver without a contract note or without an end. */
export function loadProcessors(dir: string, env: Environment = process.env): ProcessorRegister {
  const file = 'processors.yaml';
  let raw: unknown;
  try {
    raw = parse(readFileSync(join(dir, file), 'utf8'));
  } catch (cause) {
    throw new ConfigInvalid(
      [{ file, path: '', found: 'no readable YAML', allowed: 'the register of who outside receives data' }],
      { cause },
    );
  }
  const found = shape.safeParse(filled(raw, env));
  if (!found.success) throw new ConfigInvalid(explain(file, shape, found.error, raw));
  return found.data.processors;
}
