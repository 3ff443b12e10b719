import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadKnowledge } from '#config/knowledge.ts';
import { loadProcessors } from '#config/processors.ts';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import { type ReadBundle, readBundle } from '#src/adapters/fhir/read-bundle.ts';
import type { Language } from '#src/domain/points/frames.ts';
import type { Summary } from '#src/domain/points/point.ts';
import { withProse } from '#src/domain/points/read-prose.ts';
import { threePoints } from '#src/domain/points/three-points.ts';
import { assemble } from '#src/domain/record/assemble.ts';
import { makeNaming, type Naming } from '#src/domain/record/naming.ts';
import type { Identity } from '#src/domain/referral/content.ts';
import { Refused } from '#src/domain/refused.ts';
import { phrasingFrom } from '#src/start/phrasing.ts';
import { phrasePoints } from '#src/usecases/points/phrase-points.ts';
import { onlyRegistered } from '#src/usecases/rights/processors.ts';

type Options = { readonly question?: string; readonly language?: string };
type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };

/** `baton summarise`: three key points of one patient's history with their sources. Several files are one history; `-` is standard input. */
export async function runSummarise(files: readonly string[], options: Options): Promise<Ending> {
  const language = languageFor(options);
  if (language === undefined) return wrong('usage', '--language is en, zh-hant or zh-hans');
  if (files.length === 0 && process.stdin.isTTY)
    return wrong('usage', 'name a FHIR file, or give one on standard input');
  const bundles: ReadBundle[] = [];
  for (const file of files.length > 0 ? files : ['-']) {
    const text = await textOf(file);
    if (text === undefined) return wrong('file.unreadable', `${file} cannot be read`);
    try {
      bundles.push(readBundle(text));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return {
        exit: 1,
        out: { code: error.code, message: error.message, file },
        text: `${error.code}: ${error.message} (${file})`,
      };
    }
  }
  if (severalPatients(bundles))
    return {
      exit: 1,
      out: { code: 'referral.two-patients', message: 'The files speak of different patients' },
      text: 'referral.two-patients: the files speak of different patients; nothing was put together',
    };
  const naming = makeNaming(loadKnowledge());
  const quoted = summarise(bundles, options.question, language, naming);
  const summary = await phrasePoints({
    phrasing: process.env['BATON_PHRASING_URL'] ? phrasingFrom(process.env, registered()) : undefined,
    lexicon: naming.lexicon,
    log: { warn: () => undefined },
  })(quoted, identityOf(bundles), language);
  const [broken, foreign] = [sum(bundles, 'broken'), sum(bundles, 'foreign')];
  return {
    exit: 0,
    out: { ...summary, ...(broken > 0 ? { broken } : {}), ...(foreign > 0 ? { foreign } : {}) },
    text: readable(summary, broken, foreign),
  };
}

const registered = () =>
  onlyRegistered(
    loadProcessors(process.env['BATON_CONFIG_DIR'] ?? join(import.meta.dirname, '../../config')),
    systemClock,
  );

/** What of the patient must not be given to a model. */
const identityOf = (bundles: readonly ReadBundle[]): Identity => {
  const patient = bundles.flatMap((bundle) => bundle.patient ?? [])[0];
  return {
    nameEn: patient?.names.join(' ') ?? '',
    ...(patient?.chineseName ? { nameZh: patient.chineseName } : {}),
    ...(patient?.birthDate ? { birth: { iso: patient.birthDate, precision: 'day' } } : {}),
    ...(patient?.phone ? { phone: patient.phone } : {}),
  };
};

const wrong = (code: string, message: string): Ending => ({
  exit: 2,
  out: { code, message },
  text: `${code}: ${message}`,
});
const sum = (bundles: readonly ReadBundle[], what: 'broken' | 'foreign'): number =>
  bundles.reduce((all, each) => all + each[what], 0);

/** The language asked for, else that of the question. */
function languageFor({ language, question }: Options): Language | undefined {
  if (language === undefined) return /\p{Script=Han}/u.test(question ?? '') ? 'zh-hant' : 'en';
  return (['en', 'zh-hant', 'zh-hans'] as const).find((one) => one === language);
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    if (file !== '-') return await readFile(file, 'utf8');
    const parts: Buffer[] = [];
    for await (const part of process.stdin) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  } catch {
    // The answer names the file; why the system refused it is of no use to who asked.
    return undefined;
  }
}

/** Two files belong together unless both say who they are about and the dates of birth or the names differ. */
function severalPatients(bundles: readonly ReadBundle[]): boolean {
  const [first, ...rest] = bundles.flatMap(({ patient }) => patient ?? []);
  const key = (name: string) => name.toLowerCase().replace(/[^\p{L}]/gu, '');
  return rest.some(
    (other) =>
      (first?.birthDate !== undefined && other.birthDate !== undefined && first.birthDate !== other.birthDate) ||
      (first !== undefined &&
        first.names.length > 0 &&
        other.names.length > 0 &&
        !first.names.some((name) => other.names.some((one) => key(one) === key(name)))),
  );
}

function summarise(
  bundles: readonly ReadBundle[],
  question: string | undefined,
  language: Language,
  naming: Naming,
): Summary {
  const sources = bundles.flatMap((bundle) => bundle.sources);
  const record = assemble(withProse(sources, naming.lexicon, new Date(0)), naming);
  return threePoints(record, naming, { language, ...(question === undefined ? {} : { question }) });
}

function readable({ points, left_out: left }: Summary, broken: number, foreign: number): string {
  const lines = points.flatMap(({ text, sources }, index) => {
    const byReference = Map.groupBy(sources, ({ reference }) => reference);
    return [
      `${index + 1}. ${text}`,
      ...[...byReference].map(
        ([reference, all]) => `     ${reference}: ${all.map(({ excerpt }) => `“${excerpt}”`).join(' ')}`,
      ),
      '',
    ];
  });
  const span = left.from && left.to ? `, ${left.from.slice(0, 4)}–${left.to.slice(0, 4)}` : '';
  return [
    ...(points.length > 0 ? lines : ['Nothing that could be said with a source.', '']),
    `Left out: ${left.documents} documents${span}`,
    ...(broken > 0 ? [`Could not be understood: ${broken}`] : []),
    ...(foreign > 0 ? [`About somebody else, set aside: ${foreign}`] : []),
  ].join('\n');
}
