import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseCsv } from './csv.ts';

const list = z.string().transform((cell) =>
  cell
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== ''),
);
const someOf = list.refine((each) => each.length > 0, 'at least one value');
const name = z.string().min(1, 'a name');
const optional = z.string().transform((cell) => (cell === '' ? undefined : cell));
const atc = z
  .string()
  .regex(/^(?:[A-Z]\d{2}[A-Z]{2}\d{2}(?:;[A-Z]\d{2}[A-Z]{2}\d{2})*)?$/u, 'ATC codes such as B01AA03, divided by ;')
  .transform((cell) => cell.split(';').filter((each) => each !== ''));
const loinc = z
  .string()
  .refine((cell) => cell === '' || isLoinc(cell), 'a LOINC code with a right check digit, such as 2823-3, or nothing');
const icd10 = z.string().regex(/^[A-Z]\d{2}(?:\.\d)?$/u, 'an ICD-10 code such as I21.9');
const factor = z.string().refine((cell) => cell === '' || Number(cell) > 0, 'a positive number or nothing');

/** The columns of each table, in order, and what each may hold. */
const tables = {
  drugs: {
    file: 'drugs.csv',
    columns: {
      name,
      ingredients: someOf,
      atc,
      classes: z.string().transform((cell) => cell.split(' ').filter((each) => each !== '')),
      synonyms: list,
      brands: list,
      zh: list,
      marks: z.string().transform((cell) => cell.split(' ').filter((each) => each !== '')),
    },
  },
  combinations: {
    file: 'combination-products.csv',
    columns: { brands: someOf, ingredients: someOf, zh: list, remark: optional },
  },
  allergens: { file: 'allergens.csv', columns: { name, class: optional, aliases: list, zh: list } },
  tests: {
    file: 'lab-tests.csv',
    columns: {
      group: name,
      name,
      aliases: list,
      capitals: list,
      zh: list,
      loinc,
      unit: optional,
      other_unit: optional,
      factor,
    },
  },
  vitals: {
    file: 'vitals.csv',
    columns: { name, loinc: loinc.refine((cell) => cell !== '', 'a LOINC code'), unit: name, aliases: list, zh: list },
  },
  problems: { file: 'problems.csv', columns: { icd10, name, aliases: list, capitals: list, zh: list } },
  studies: {
    file: 'studies.csv',
    columns: { kind: z.enum(['procedure', 'image']), name, aliases: list, capitals: list, zh: list },
  },
  lookAlikes: { file: 'look-alikes.csv', columns: { one: name, other: name } },
} as const;

type Columns = Record<string, z.ZodType>;
type RowOf<C extends Columns> = { readonly [Name in keyof C]: z.output<C[Name]> };

export type Knowledge = ReturnType<typeof loadKnowledge>;

/** Loads and checks the clinical tables. A wrong cell stops the start and says which file, line and column, what was found, what is allowed. */
export function loadKnowledge(directory: string = join(import.meta.dirname, 'knowledge')) {
  const read = <C extends Columns>({ file, columns }: { file: string; columns: C }): RowOf<C>[] =>
    readTable(directory, file, columns);
  const drugs = read(tables.drugs);
  const known = new Set(drugs.map((drug) => drug.name));
  return {
    drugs,
    combinations: read(tables.combinations),
    allergens: read(tables.allergens),
    tests: read(tables.tests).map(({ other_unit: unit, factor: by, loinc: code, ...test }) => ({
      ...test,
      loinc: code === '' ? undefined : code,
      other: unit === undefined || by === '' ? undefined : { unit, factor: Number(by) },
    })),
    vitals: read(tables.vitals),
    problems: read(tables.problems),
    studies: read(tables.studies),
    lookAlikes: read(tables.lookAlikes).map(({ one, other }, index): readonly [string, string] => {
      const stranger = [one, other].find((each) => !known.has(each));
      if (stranger !== undefined && !known.has(one) && !known.has(other))
        throw new BadTable(
          join(directory, tables.lookAlikes.file),
          index + 2,
          'one',
          one,
          'a drug of drugs.csv in at least one column',
        );
      return [one, other];
    }),
  };
}

/** Reads one table and checks each cell by its column's schema; refuses a wrong header, a short row, a row that is there twice (`BadTable`). */
export function readTable<C extends Columns>(directory: string, file: string, columns: C): RowOf<C>[] {
  const path = join(directory, file);
  const names = Object.keys(columns);
  const [head, ...rows] = parseCsv(readFileSync(path, 'utf8'));
  if (head?.cells.join(',') !== names.join(','))
    throw new BadTable(path, 1, 'header', head?.cells.join(',') ?? '', names.join(','));
  const seen = new Map<string, number>();
  return rows.map(({ line, cells }) => {
    if (cells.length !== names.length)
      throw new BadTable(path, line, 'row', `${cells.length} cells`, `${names.length} cells`);
    const key = cells.slice(0, 2).join('|');
    if (seen.has(key))
      throw new BadTable(
        path,
        line,
        names[0] ?? '',
        cells[0] ?? '',
        `a row that is not already on line ${seen.get(key)}`,
      );
    seen.set(key, line);
    const read = names.map((column, index) => {
      const cell = cells[index] ?? '';
      const checked = columns[column]?.safeParse(cell);
      if (checked?.success !== true)
        throw new BadTable(path, line, column, cell, checked?.error.issues[0]?.message ?? 'a value');
      return [column, checked.data] as const;
    });
    // Every column was checked by its own schema just above.
    return Object.fromEntries(read) as RowOf<C>;
  });
}

/** A table that cannot be trusted. The service does not start with it. */
export class BadTable extends Error {
  readonly code = 'config.invalid';
  readonly file: string;
  readonly line: number;

  constructor(file: string, line: number, column: string, found: string, allowed: string) {
    super(`${file}, line ${line}, ${column}: found "${found}"; allowed: ${allowed}`);
    this.name = 'BadTable';
    this.file = file;
    this.line = line;
  }
}

/** LOINC codes end in a check digit (modulus 10, doubling from the right). */
function isLoinc(code: string): boolean {
  const match = /^(\d{1,6})-(\d)$/u.exec(code);
  if (match === null) return false;
  const digits = [...(match[1] ?? '')].reverse().map(Number);
  const sum = digits.reduce(
    (total, digit, index) => total + (index % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit),
    0,
  );
  return (10 - (sum % 10)) % 10 === Number(match[2]);
}
