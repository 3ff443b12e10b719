import { join } from 'node:path';
import { z } from 'zod';
import { BadTable, type Knowledge, readTable } from './knowledge.ts';

const list = z.string().transform((cell) =>
  cell
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== ''),
);
const someOf = list.refine((each) => each.length > 0, 'at least one name or class:NAME, divided by ;');
const words = z.string().min(1, 'some words');
const source = z.string().min(1, 'where the fact comes from; a rule without a source is no rule');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u, 'a day such as 2026-11-23');
const id = z.string().regex(/^[A-Z]{3}\d{3}$/u, 'three capitals and three digits such as DDI001');
const optional = z.string().transform((cell) => (cell === '' ? undefined : cell));
const severity = z.enum(['contraindicated', 'major', 'moderate']);
const yes = z.enum(['yes', '']).transform((cell) => cell === 'yes');
const topical = z.enum(['yes', 'note', '']).transform((cell) => (cell === '' ? undefined : cell));
const dose = z.enum(['analgesic-dose', '']).transform((cell) => (cell === '' ? undefined : cell));
const numberFrom = (least: number) =>
  z
    .string()
    .refine((cell) => cell !== '' && Number(cell) >= least, `a number from ${least} on`)
    .transform(Number);
const limit = z
  .string()
  .refine((cell) => cell === '' || Number.isFinite(Number(cell)), 'a number or nothing')
  .transform((cell) => (cell === '' ? undefined : Number(cell)));
const reaction = z
  .enum(['severe', 'skin', 'respiratory', 'angioedema', 'cough', 'itching', 'infusion', 'class-recorded', ''])
  .transform((cell) => (cell === '' ? undefined : cell));
const marker = z.enum([
  'G6PD',
  'HLA-B*15:02',
  'HLA-A*31:01',
  'HLA-B*58:01',
  'HLA-B*57:01',
  'HLA-B*13:01',
  'TPMT or NUDT15',
  'CYP2C19',
  'CYP2C9 or VKORC1',
  'DPYD',
  'SLCO1B1',
]);

const told = { do: words, source, version: day, evidence: words };

/** The columns of each table of the safety net, in order. */
const tables = {
  classes: { file: 'classes.csv', columns: { class: words, words, within: optional } },
  interactions: {
    file: 'interactions.csv',
    columns: {
      id,
      left: someOf,
      right: someOf,
      except: list,
      severity,
      red: yes,
      group: optional,
      topical,
      when: dose,
      mechanism: words,
      ...told,
    },
  },
  duplicates: {
    file: 'duplicates.csv',
    columns: { id, left: someOf, right: someOf, except: list, severity, mechanism: words, ...told },
  },
  allergies: {
    file: 'allergy-cross.csv',
    columns: {
      id,
      allergic_to: someOf,
      given: someOf,
      except: list,
      level: z.enum(['stop', 'caution', 'note', 'none']),
      when: reaction,
      mechanism: words,
      ...told,
      do: z.string(),
    },
  },
  conditions: {
    file: 'conditions.csv',
    columns: { id, drug: someOf, problem: someOf, except: list, severity, topical, mechanism: words, ...told },
  },
  genes: {
    file: 'genes.csv',
    columns: { id, marker, drug: someOf, severity, when: dose, ask: yes, mechanism: words, ...told },
  },
  renal: {
    file: 'renal.csv',
    columns: { id, drug: someOf, below: numberFrom(1), severity, mechanism: words, ...told },
  },
  pregnancy: {
    file: 'pregnancy.csv',
    columns: { id, drug: someOf, except: list, severity, mechanism: words, ...told },
  },
  ages: {
    file: 'ages.csv',
    columns: {
      id,
      drug: someOf,
      except: list,
      from: numberFrom(0),
      under: numberFrom(0),
      severity,
      mechanism: words,
      ...told,
    },
  },
  tails: { file: 'long-tails.csv', columns: { id, drug: someOf, given: list, days: numberFrom(1), ...told } },
  doses: {
    file: 'doses.csv',
    columns: { id, drug: someOf, mg: limit, times: limit, severity, mechanism: words, ...told },
  },
  retest: { file: 'retest.csv', columns: { id, test: someOf, days: numberFrom(0), ...told } },
  critical: {
    file: 'critical-values.csv',
    columns: { id, test: someOf, unit: z.string(), low: limit, high: limit, words: list, ...told },
  },
  changes: {
    file: 'changes.csv',
    columns: {
      id,
      test: someOf,
      unit: z.string(),
      how: z.enum(['times', 'rise', 'fall']),
      amount: numberFrom(0),
      days: numberFrom(0),
      mechanism: words,
      ...told,
    },
  },
} as const;

export type SafetyTablesRead = ReturnType<typeof loadSafetyTables>;

/**
 * Loads and checks the tables of the safety net. Unknown drugs, classes and tests, a class within itself, two rows that contradict each other,
 * an id given twice, a rule without a source: each refuses the start (`BadTable`) with file, line, column, what was found and what is allowed.
 */
export function loadSafetyTables(
  knowledge: Knowledge,
  directory: string = join(import.meta.dirname, 'knowledge', 'safety'),
) {
  const read = <C extends Record<string, z.ZodType>>(table: { file: string; columns: C }) =>
    readTable(directory, table.file, table.columns);
  const found = {
    classes: read(tables.classes),
    interactions: read(tables.interactions),
    duplicates: read(tables.duplicates),
    allergies: read(tables.allergies),
    conditions: read(tables.conditions),
    genes: read(tables.genes),
    renal: read(tables.renal),
    pregnancy: read(tables.pregnancy),
    ages: read(tables.ages),
    tails: read(tables.tails),
    doses: read(tables.doses),
    retest: read(tables.retest),
    critical: read(tables.critical),
    changes: read(tables.changes),
  };
  checkAll(knowledge, directory, found);
  const days = found.interactions.map((row) => row.version).toSorted();
  return { ...found, version: days.at(-1) ?? '' };
}

type Found = Record<keyof typeof tables, readonly Record<string, unknown>[]>;
type Names = {
  readonly drugs: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  readonly tests: ReadonlySet<string>;
};

/** What one table may not say although each cell by itself is well formed. */
function checkAll(knowledge: Knowledge, directory: string, found: Found): void {
  const names: Names = {
    drugs: new Set([...knowledge.drugs, ...knowledge.allergens].map((each) => each.name)),
    classes: new Set([
      ...knowledge.drugs.flatMap((each) => each.classes),
      ...found.classes.map((row) => String(row['class'])),
    ]),
    tests: new Set(knowledge.tests.map((each) => each.name)),
  };
  const ids = new Map<string, string>();
  for (const [name, rows] of Object.entries(found)) {
    // The keys of `found` are the keys of `tables`.
    const { file } = tables[name as keyof typeof tables];
    const path = join(directory, file);
    for (const [index, row] of rows.entries()) {
      checkNames(path, index + 2, row, names);
      const own = row['id'];
      if (typeof own !== 'string') continue;
      const before = ids.get(own);
      if (before !== undefined) throw new BadTable(path, index + 2, 'id', own, `an id that ${before} does not have`);
      ids.set(own, `line ${index + 2} of ${file}`);
    }
  }
  checkCycles(join(directory, tables.classes.file), found.classes, names);
  for (const name of ['interactions', 'duplicates'] as const)
    checkContradictions(join(directory, tables[name].file), found[name]);
}

const sides = ['left', 'right', 'except', 'drug', 'allergic_to', 'given'] as const;

function checkNames(path: string, line: number, row: Record<string, unknown>, names: Names): void {
  for (const side of sides)
    for (const each of listIn(row[side])) {
      const isClass = each.startsWith('class:');
      if (isClass ? !names.classes.has(each.slice(6)) : !names.drugs.has(each))
        throw new BadTable(
          path,
          line,
          side,
          each,
          isClass ? 'a class that drugs.csv or classes.csv knows' : 'a name of drugs.csv',
        );
    }
  for (const test of listIn(row['test']))
    if (!names.tests.has(test)) throw new BadTable(path, line, 'test', test, 'a test of lab-tests.csv');
}

const listIn = (cell: unknown): readonly string[] => (Array.isArray(cell) ? cell.map(String) : []);

function checkCycles(path: string, rows: readonly Record<string, unknown>[], names: Names): void {
  const within = new Map(rows.map((row) => [String(row['class']), row['within']]));
  for (const [index, row] of rows.entries()) {
    const own = String(row['class']);
    const seen = new Set([own]);
    for (let next = row['within']; typeof next === 'string'; next = within.get(next)) {
      if (!names.classes.has(next)) throw new BadTable(path, index + 2, 'within', next, 'a class');
      if (seen.has(next))
        throw new BadTable(path, index + 2, 'within', next, 'a class that does not lie within itself');
      seen.add(next);
    }
  }
}

/** The same two sides, in whichever order, twice with another severity: nobody could say which is meant. */
function checkContradictions(path: string, rows: readonly Record<string, unknown>[]): void {
  const seen = new Map<string, { line: number; severity: unknown }>();
  for (const [index, row] of rows.entries()) {
    const [left, right] = [listIn(row['left']).toSorted().join(';'), listIn(row['right']).toSorted().join(';')];
    const key = [
      ...[left, right].toSorted(),
      listIn(row['except']).toSorted().join(';'),
      String(row['when'] ?? ''),
    ].join('|');
    const before = seen.get(key);
    if (before !== undefined)
      throw new BadTable(
        path,
        index + 2,
        'left',
        `${left} with ${right}, ${String(row['severity'])}`,
        `another pair; line ${before.line} says ${String(before.severity)} of the same two`,
      );
    seen.set(key, { line: index + 2, severity: row['severity'] });
  }
}
