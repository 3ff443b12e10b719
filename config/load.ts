import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { type z } from 'zod';
import { ConfigInvalid, explain } from './explain.ts';
import { checkReferences } from './references.ts';
import { files, type Shapes } from './schema.ts';

export type Config = { readonly [File in keyof Shapes]: z.output<Shapes[File]> };
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks every file of `dir`. Refuses with `ConfigInvalid`, which names file, path, what was found and what is allowed. */
export function loadConfig(dir: string, env: Environment = process.env): Config {
  const read = <File extends keyof Shapes>(file: File): z.output<Shapes[File]> => {
    const name = `${file}.yaml`;
    const found = files[file].safeParse(filled(parsed(dir, name), env));
    if (!found.success) throw new ConfigInvalid(explain(name, files[file], found.error, parsed(dir, name)));
    // The schema of this very file produced the value; the generic lookup cannot carry that through.
    return found.data as z.output<Shapes[File]>;
  };
  const config: Config = {
    institutions: read('institutions'),
    people: read('people'),
    hotlines: read('hotlines'),
    reminders: read('reminders'),
    retention: read('retention'),
    safety: read('safety'),
    approval: read('approval'),
    tenants: read('tenants'),
    service: read('service'),
  };
  const loose = checkReferences(config);
  if (loose.length > 0) throw new ConfigInvalid(loose);
  return config;
}

function parsed(dir: string, name: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(dir, name), 'utf8');
  } catch (cause) {
    throw new ConfigInvalid(
      [{ file: name, path: '', found: 'no such file', allowed: `a readable file ${name} in ${dir}` }],
      { cause },
    );
  }
  try {
    return parse(text);
  } catch (cause) {
    const where = cause instanceof YAMLParseError ? ` at line ${cause.linePos?.[0].line ?? '?'}` : '';
    throw new ConfigInvalid(
      [
        {
          file: name,
          path: '',
          found: `text that is not YAML${where}`,
          allowed: 'YAML: check indentation, quotes and colons there',
        },
      ],
      { cause },
    );
  }
}

/** `${NAME:-default}` becomes the environment's NAME, or the default. For addresses and ids only: secrets are named, never written. */
export function filled(value: unknown, env: Environment): unknown {
  if (typeof value === 'string')
    return value.replace(
      /\$\{(\w+)(?::-([^}]*))?\}/g,
      (_whole, name: string, otherwise: string | undefined) => env[name] ?? otherwise ?? '',
    );
  if (Array.isArray(value)) return value.map((one) => filled(one, env));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, env)]));
  return value;
}

/** A secret from the environment, or from the file that NAME_FILE names. Undefined when neither is there. */
export function secretFrom(env: Environment, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  const value = file ? readSecretFile(name, file) : env[name];
  return value?.trim() || undefined;
}

function readSecretFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigInvalid(
      [
        {
          file: 'environment',
          path: `${name}_FILE`,
          found: 'a file that cannot be read',
          allowed: 'the path of a readable file that holds the secret',
        },
      ],
      { cause },
    );
  }
}
