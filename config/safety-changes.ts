import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { BadTable, type Knowledge } from './knowledge.ts';
import type { SafetyTablesRead } from './safety.ts';

const day = z.iso.date();
const severity = z.enum(['contraindicated', 'major', 'moderate']);
const names = z.array(z.string().min(1)).min(1);
const words = z.string().min(1);

const shape = z.strictObject({
  institution: words,
  enabled: z.boolean(),
  version: day,
  silence: z.array(z.strictObject({ rule: words, reason: words, until: day })).default([]),
  regrade: z.array(z.strictObject({ rule: words, severity, reason: words, until: day.optional() })).default([]),
  add: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Z]{3}\d{3}$/u, 'three capitals and three digits'),
        left: names,
        right: names,
        severity,
        mechanism: words,
        do: words,
        source: words,
      }),
    )
    .default([]),
});
export type SafetyChanges = z.output<typeof shape>;

/**
 * Reads what institutions say of the rules: files that are switched on, checked against the tables. An unknown rule or drug, a rule of the red list silenced or
 * lowered, an id that is taken: refused (`BadTable`) with the file and what is allowed.
 */
export function loadSafetyChanges(
  knowledge: Knowledge,
  tables: SafetyTablesRead,
  directory: string = join(import.meta.dirname, 'knowledge', 'institutions'),
): readonly SafetyChanges[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => read(join(directory, file), knowledge, tables))
    .filter((changes) => changes.enabled);
}

function read(path: string, knowledge: Knowledge, tables: SafetyTablesRead): SafetyChanges {
  const found = shape.safeParse(parsed(path));
  if (!found.success) {
    const issue = found.error.issues[0];
    throw new BadTable(
      path,
      1,
      issue?.path.join('.') ?? '',
      'what stands there',
      issue?.message ?? 'the shape of example.yaml',
    );
  }
  check(path, found.data, knowledge, tables);
  return found.data;
}

function parsed(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new BadTable(path, error.linePos?.[0].line ?? 1, 'file', 'no YAML', 'the shape of example.yaml');
  }
}

function check(path: string, changes: SafetyChanges, knowledge: Knowledge, tables: SafetyTablesRead): void {
  const { version: _version, classes, ...graded } = tables;
  const ids = new Set(Object.values(graded).flatMap((rows) => rows.map((row) => row.id)));
  const red = new Set(tables.interactions.filter((row) => row.red).map((row) => row.id));
  const refuse = (where: string, said: string, allowed: string): never => {
    throw new BadTable(path, 1, where, said, allowed);
  };
  for (const { rule } of [...changes.silence, ...changes.regrade])
    if (!ids.has(rule)) refuse('rule', rule, 'a rule of the tables');
  for (const { rule } of changes.silence)
    if (red.has(rule)) refuse('silence', rule, 'a rule that is not on the red list');
  for (const each of changes.regrade)
    if (red.has(each.rule) && each.severity !== 'contraindicated')
      refuse('regrade', each.rule, 'a rule that is not on the red list');
  const known = new Set([...knowledge.drugs, ...knowledge.allergens].map((each) => each.name));
  const tags = new Set([...knowledge.drugs.flatMap((each) => each.classes), ...classes.map((each) => each.class)]);
  for (const rule of changes.add) {
    if (ids.has(rule.id)) refuse('add', rule.id, 'an id that no rule has');
    ids.add(rule.id);
    for (const side of [...rule.left, ...rule.right])
      if (side.startsWith('class:') ? !tags.has(side.slice(6)) : !known.has(side))
        refuse('add', side, 'a drug of drugs.csv or class:NAME');
  }
}
