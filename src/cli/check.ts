import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { BadCase } from '#src/domain/safety/bad-case.ts';
import { checkSafety, type SafetyAnswer } from '#src/domain/safety/check.ts';
import type { Safety } from '#src/domain/safety/compile.ts';
import { readCase } from '#src/domain/safety/read-case.ts';
import { openSafety } from '#src/start/safety-net.ts';

type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };

export type CheckOptions = {
  readonly medications?: string;
  readonly allergies?: string;
  readonly problems?: string;
  readonly genes?: string;
  readonly results?: string;
  readonly orders?: string;
  readonly egfr?: string;
  readonly creatinine?: string;
  readonly age?: string;
  readonly sex?: string;
  readonly pregnant?: boolean;
  /** Whose own word on the rules counts: config/knowledge/institutions. */
  readonly institution?: string;
};

/** `check`: the safety net on one case. A value that cannot be is wrong usage. */
export async function runCheck({ pregnant, institution, ...given }: CheckOptions): Promise<Ending> {
  try {
    const safety = rulesFor(institution);
    const answer = checkSafety(
      safety,
      readCase(safety, { ...given, ...(pregnant === true ? { pregnant } : {}) }, new Date()),
    );
    return { exit: 0, out: { ...answer }, text: table(answer, safety.tables.version) };
  } catch (error) {
    if (!(error instanceof BadCase)) throw error;
    return {
      exit: 2,
      out: { error: { code: error.code, message: error.message } },
      text: `${error.code}: ${error.message}`,
    };
  }
}

/** `check --batch FILE`: one case a line in, one answer a line out; a line that cannot be read gets an error line, and the end is exit 1. */
export async function runBatch(
  file: string,
  out: Writable = process.stdout,
  standard: Readable = process.stdin,
  institution?: string,
): Promise<0 | 1 | 2> {
  if (file !== '-' && statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    out.write(
      `${JSON.stringify({ error: { code: 'check.no-file', message: 'There is no such file that can be read' } })}\n`,
    );
    return 2;
  }
  const safety = rulesFor(institution);
  const today = new Date();
  const lines = createInterface({
    input: file === '-' ? standard : createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let broken = false;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const answer = answerLine(safety, line, today);
    broken ||= 'error' in answer;
    if (!out.write(`${JSON.stringify(answer)}\n`)) await new Promise((resolve) => out.once('drain', resolve));
  }
  return broken ? 1 : 0;
}

/** The rules of the configuration, as they speak in this institution today. */
const rulesFor = (institution: string | undefined): Safety =>
  openSafety(process.env['BATON_CONFIG_DIR'] ?? join(import.meta.dirname, '..', '..', 'config'))(
    institution,
    new Date(),
  );

const longestLine = 5_000_000;

function answerLine(safety: Safety, line: string, today: Date): Record<string, unknown> {
  let id: unknown;
  try {
    if (line.length > longestLine)
      throw new BadCase('check.too-long', `A line may have ${longestLine} characters at most`);
    const given = parsed(line);
    if (typeof given === 'object' && given !== null && 'id' in given) id = given.id;
    return { ...idOf(id), ...checkSafety(safety, readCase(safety, given, today)) };
  } catch (error) {
    const { code, message } =
      error instanceof BadCase ? error : { code: 'check.failed', message: 'This case could not be checked' };
    return { ...idOf(id), error: { code, message } };
  }
}

const idOf = (id: unknown): { id?: unknown } => (id === undefined ? {} : { id });

function parsed(line: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/u, ''));
  } catch {
    throw new BadCase('check.not-json', 'This line is no JSON');
  }
}

const signs = { stop: '■ STOP   ', caution: '▲ caution', note: '· note   ' } as const;

/** The answer for people: a sign and a word for each tier, never a colour alone. */
function table({ alerts, unrecognised, unknown }: SafetyAnswer, version: string): string {
  const lines = alerts.flatMap((alert) => [
    `${signs[alert.tier]}  ${alert.subjects.join(' + ')}  (${alert.kind})`,
    `             ${alert.why}`,
    `             do: ${alert.do}`,
    `             ${[alert.rule, ...(alert.also ?? [])].join(', ')} · ${alert.source}`,
  ]);
  return [
    ...(lines.length === 0 ? ['No warning found. That does not mean safe.'] : lines),
    ...(unrecognised.length === 0
      ? []
      : ['', 'NOT RECOGNISED, NOT CHECKED:', ...unrecognised.map((each) => `  ! ${each}`)]),
    ...(unknown.length === 0 ? [] : ['', 'Not known:', ...unknown.map((each) => `  ? ${each}`)]),
    '',
    `Rules of ${version}, not reviewed by a clinician.`,
  ].join('\n');
}
