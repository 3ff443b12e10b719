import { join } from 'node:path';
import { seriesOf } from '#src/adapters/intake/dicom/readers.ts';
import { scannerHere } from '#src/adapters/intake/malware.ts';
import { ReadingProcess } from '#src/adapters/intake/reading-room.ts';
import { type DocumentReport, isRefused } from '#src/domain/intake/document.ts';
import { checkAgainst } from '#src/domain/intake/identity-guard.ts';
import { joinSeries } from '#src/domain/intake/join-series.ts';
import { said } from '#src/domain/intake/said.ts';
import { type OnPage, usualLimits } from '#src/ports/readers.ts';
import { bytesOf, type Found, filesBehind } from './intake-files.ts';
import { expectedPatient } from './intake-patient.ts';
import { intakeText, Progress } from './intake-text.ts';

export type IntakeOptions = {
  readonly json?: boolean;
  readonly text?: boolean;
  readonly patient?: string;
  readonly timeout?: string;
  readonly quiet?: boolean;
};
type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };

/** Reads files and says what is in them. Needs no running service: a reader process of its own, ended afterwards. */
export async function runIntake(paths: readonly string[], options: IntakeOptions): Promise<Ending> {
  const patient = options.patient === undefined ? undefined : expectedPatient(options.patient);
  if (patient === 'wrong')
    return wrong('--patient takes name=…,hkid=…,dob=YYYY-MM-DD,sex=M|F,id=… or the same as JSON');
  const seconds = options.timeout === undefined ? undefined : Number(options.timeout);
  if (seconds !== undefined && !(seconds > 0)) return wrong('--timeout takes seconds');
  const { files, missing } = filesBehind(paths);
  const limits = { ...usualLimits, ...(seconds === undefined ? {} : { milliseconds: seconds * 1000 }) };
  const room = new ReadingProcess(join(import.meta.dirname, '../start/reading-worker.ts'), limits, scannerHere());
  const progress = new Progress(files.length, options.quiet !== true && options.json !== true);
  const read: DocumentReport[] = [];
  try {
    for (const file of files) {
      progress.at(file.name);
      read.push(...(await reportsOf(room, file, limits.bytes, (page, pages) => progress.page(page, pages))));
    }
  } finally {
    progress.done();
    await room.close();
  }
  const joined = [...joinSeries(read, seriesOf), ...missing];
  const reports =
    patient === undefined
      ? joined
      : joined.map((each) => (isRefused(each) ? each : { ...checkAgainst(each, patient), file: each.file }));
  return {
    exit: reports.some(isRefused) ? 1 : 0,
    out: { documents: reports.map(said) },
    text: intakeText(reports),
  };
}

async function reportsOf(
  room: ReadingProcess,
  file: Found,
  limit: number,
  onPage: OnPage,
): Promise<readonly DocumentReport[]> {
  const bytes = bytesOf(file, limit);
  return bytes instanceof Uint8Array ? room.read({ name: file.name, bytes }, onPage) : [bytes];
}

const wrong = (message: string): Ending => ({ exit: 2, out: { documents: [], code: 'usage', message }, text: message });
