import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigInvalid } from './explain.ts';

const lines = z.array(z.string().min(1)).min(1);
const shape = z.strictObject({
  version: z.string().min(1),
  statement: z.strictObject({ en: lines, 'zh-Hant': lines, 'zh-Hans': lines }),
});

/** The words one version of the consent shows to patients; gaps `{from}`, `{to}`, `{days}`. */
export type ConsentWording = z.output<typeof shape>;

/** Reads the wording of one version. Refuses with `ConfigInvalid` when it is missing, has another version inside, or lacks a language. */
export function loadConsentWording(dir: string, version: string): ConsentWording {
  const file = join('consent', `${version}.yaml`);
  const invalid = (found: string, cause?: unknown) =>
    new ConfigInvalid(
      [
        {
          file,
          path: '',
          found,
          allowed: `the words of version ${version} in English, Traditional and Simplified Chinese`,
        },
      ],
      ...(cause === undefined ? [] : [{ cause }]),
    );
  let read: unknown;
  try {
    read = parse(readFileSync(join(dir, file), 'utf8'));
  } catch (cause) {
    throw invalid('no readable file', cause);
  }
  const wording = shape.safeParse(read);
  if (!wording.success)
    throw invalid(wording.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  if (wording.data.version !== version) throw invalid(`version ${wording.data.version}`);
  return wording.data;
}
