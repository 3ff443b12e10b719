import { bend } from '../reading/cues.ts';
import { foldWord, rule } from '../reading/folding.ts';
import { layOpenLine, senseOf } from '../reading/page.ts';
import type { KnownMarker, KnownProblem } from './case.ts';
import { type Entry, textIn } from './case-keys.ts';
import type { Safety } from './compile.ts';
import { type Marker, markers } from './tables.ts';

export type ReadProblemList = {
  readonly problems: readonly KnownProblem[];
  readonly markers: readonly KnownMarker[];
  readonly unknown: readonly string[];
};

/** Problems as texts or ICD-10 codes; genes and G6PD wherever they were written. */
export function readProblemList(safety: Safety, entries: readonly Entry[]): ReadProblemList {
  const problems: KnownProblem[] = [];
  const found: KnownMarker[] = [];
  const unknown: string[] = [];
  for (const entry of entries)
    for (const part of partsOf(textOf(entry))) {
      const here = markersNamed(part);
      const named = problemsIn(safety, part);
      found.push(...here);
      problems.push(...named.problems);
      if (here.length === 0 && named.problems.length === 0 && !named.isDenied && !isNone.test(part.toLowerCase()))
        unknown.push(`problem not recognised, not checked against: ${part.slice(0, 60)}`);
    }
  return { problems, markers: found, unknown };
}

/** Among the problems and the allergies the bare word means the deficiency. */
const bareG6pd = /^\s*g-?6-?pd\s*$/iu;
export const markersNamed = (part: string): KnownMarker[] =>
  bareG6pd.test(part) ? [{ marker: 'G6PD', state: 'affected', written: part }] : markersIn(foldWord(part));

const textOf = (entry: Entry): string =>
  typeof entry === 'string'
    ? entry
    : [textIn(entry, 'code', 'icd10'), textIn(entry, 'name', 'problem', 'text', 'display')]
        .filter((each) => each !== undefined)
        .join(' ');
const partsOf = (text: string): string[] =>
  text
    .split(/[;；\n\r]+|[,，、](?![^()（）]*[)）])/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
const isNone = rule('^(?:nil|none|no|unremarkable|n/a|good past health|gph|無|沒有)(?: .*)?$');
const icd10 = /(?<![A-Za-z0-9])([A-Z]\d{2}(?:\.\d{1,2})?)(?![A-Za-z0-9])/gu;

function problemsIn(safety: Safety, part: string): { problems: KnownProblem[]; isDenied: boolean } {
  const page = layOpenLine(safety.lexicon, part);
  const coded = [...part.matchAll(icd10)].map((match) => ({
    written: part,
    name: match[1] ?? '',
    icd10: match[1] ?? '',
  }));
  const hits = page.hits.filter((hit) => senseOf(hit, 'problem') !== undefined);
  const problems = hits.flatMap((hit) => {
    const { status, family } = bend(page, hit);
    const problem = senseOf(hit, 'problem')?.problem;
    return problem === undefined || status === 'absent' || family
      ? []
      : [{ written: part, name: problem.name, icd10: problem.icd10 }];
  });
  const known = new Set(problems.map((each) => each.icd10));
  return {
    problems: [...problems, ...coded.filter((each) => !known.has(each.icd10))],
    isDenied: hits.length > 0 && problems.length === 0,
  };
}

const finders: Readonly<Record<Marker, RegExp>> = {
  G6PD: rule('g-?6-?pd|蠶豆|葡萄糖六磷酸|葡萄糖-6-磷酸'),
  'HLA-B*15:02': rule('b\\s?\\*?\\s?15:?02'),
  'HLA-A*31:01': rule('a\\s?\\*?\\s?31:?01'),
  'HLA-B*58:01': rule('b\\s?\\*?\\s?58:?01'),
  'HLA-B*57:01': rule('b\\s?\\*?\\s?57:?01'),
  'HLA-B*13:01': rule('b\\s?\\*?\\s?13:?01'),
  'TPMT or NUDT15': rule('tpmt|nudt-?15'),
  CYP2C19: rule('cyp\\s?2c19'),
  'CYP2C9 or VKORC1': rule('cyp\\s?2c9(?!\\d)|vkorc1'),
  DPYD: rule('dpyd|dpd deficien|dihydropyrimidine'),
  SLCO1B1: rule('slco1b1'),
};
const normal = rule(
  '(?<![a-z])(?:normal(?! function lost)|negative|neg|not (?:deficient|detected|present|found|carried)|no (?:g6pd )?deficien\\w*|wild.?type|absent|extensive metaboli\\w+|not g6pd)(?![a-z])|-ve|陰性|正常|沒有',
);
const affected = rule(
  'deficien|positive|\\+ve|carrier|present|detected|low|poor|reduced|intermediate|loss|heterozyg|homozyg|蠶豆|缺乏|陽性|def(?![a-z])|(?:hla-?)?[ab]\\s?\\*\\s?\\d\\d:\\d\\d\\s*$',
);
const open = rule('unknown|pending|not (?:tested|done|known|checked)|awaited|不詳|未知|待');

/** Most lines speak of no gene; one look tells. */
const anyMarker = rule('6-?pd|\\d\\d:?0[12]|tpmt|nudt|cyp|vkorc|dpyd|dpd|dihydropyrimidine|slco|蠶豆|葡萄糖', 'iu');

/** What is said of a gene or of G6PD. Merely named, or pending, it is not known. */
export function markersIn(text: string): KnownMarker[] {
  if (!anyMarker.test(text)) return [];
  const folded = text.toLowerCase();
  if (open.test(folded)) return [];
  return markers
    .filter((marker) => finders[marker].test(folded))
    .flatMap((marker): KnownMarker[] => {
      if (normal.test(folded)) return [{ marker, state: 'normal', written: text }];
      return affected.test(folded) ? [{ marker, state: 'affected', written: text }] : [];
    });
}
