import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';

/** One thing wrong with the configuration, said so that an administrator can mend it. */
export type Fault = {
  readonly file: string;
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
  readonly nearest?: string;
};

export class ConfigInvalid extends Error {
  readonly code = 'config.invalid';
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[], options?: ErrorOptions) {
    super(['The configuration cannot be used:', ...faults.map(sentence)].join('\n  '), options);
    this.name = 'ConfigInvalid';
    this.faults = faults;
  }
}

const sentence = ({ file, path, found, allowed, nearest }: Fault): string =>
  `${file}${path ? ` at ${path}` : ''}: found ${found}; allowed: ${allowed}${nearest ? `; did you mean "${nearest}"?` : ''}`;

/** Zod's issues in our words, with the value that was found and, for an unknown key or word, the nearest known one. */
export function explain(file: string, schema: z.ZodType, error: z.ZodError, raw: unknown): readonly Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, issue.path);
      return issue.keys.map((key) => ({
        file,
        path: [path, key].filter(Boolean).join('.'),
        found: `the unknown key "${key}"`,
        allowed: known.join(', ') || 'no such key',
        ...near(key, known),
      }));
    }
    const value = at(raw, issue.path);
    if (issue.code === 'invalid_value') {
      const words = issue.values.map(String);
      return [{ file, path, found: shown(value), allowed: words.join(', '), ...near(String(value), words) }];
    }
    return [{ file, path, found: shown(value), allowed: issue.message }];
  });
}

function near(word: string, known: readonly string[]): { nearest?: string } {
  const best = known
    .map((one) => ({ one, far: distance(word.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  return best && best.far <= Math.max(2, Math.floor(word.length / 3)) ? { nearest: best.one } : {};
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  // Walking an unknown tree: each level is looked at before it is stepped into.
  path.reduce<unknown>(
    (here, key) =>
      here !== null && typeof here === 'object' ? (here as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80));

/** The keys an object schema knows at a path; arrays and records are stepped through. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let here: unknown = schema;
  for (const key of path) here = inner(here, key);
  const shape = shapeOf(here);
  return shape ? Object.keys(shape) : [];
}

// Zod keeps a schema's parts in `def`; only the few kinds our files use are stepped through.
type Parts = {
  def?: { type?: string; shape?: Record<string, unknown>; element?: unknown; valueType?: unknown; innerType?: unknown };
};

function inner(schema: unknown, key: PropertyKey): unknown {
  const def = (schema as Parts | undefined)?.def;
  if (def?.type === 'array') return def.element;
  if (def?.type === 'record') return def.valueType;
  if (def?.innerType) return inner(def.innerType, key);
  return def?.shape?.[String(key)];
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  const def = (schema as Parts | undefined)?.def;
  return def?.shape ?? (def?.innerType ? shapeOf(def.innerType) : undefined);
}
