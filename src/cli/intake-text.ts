import { type DocumentReport, isRefused } from '#src/domain/intake/document.ts';
import { type Finding, isSure } from '#src/domain/record/finding.ts';

/** Reports for a person at a terminal: each file with whom it is about, a table of what was found, and what to be careful of. */
export const intakeText = (reports: readonly DocumentReport[]): string =>
  reports.length === 0 ? 'There was no file to read.' : reports.map(reportText).join('\n\n');

function reportText(report: DocumentReport): string {
  if (isRefused(report)) return `✗ ${report.file}\n    refused: ${report.code}: ${report.message}`;
  const { patient } = report;
  const who =
    patient &&
    [
      patient.names[0],
      patient.chineseName,
      patient.birthDate,
      patient.sex,
      ...patient.numbers.slice(0, 2).map(({ value }) => value),
    ]
      .filter((each) => each !== undefined)
      .join(' · ');
  return [
    `${report.outcome === 'read' ? '✓' : '?'} ${report.file}  [${report.kind}${report.subkind ? ` ${report.subkind}` : ''}]`,
    `    patient: ${who ?? 'not named'}`,
    ...table(report.findings.filter(({ type }) => type !== 'identity').map(row)).map((line) => `    ${line}`),
    ...(report.series ?? []).map((each) =>
      `    series: ${each.modality}, ${each.slices} slices ${each.description ?? ''}`.trimEnd(),
    ),
    ...report.warnings.map(({ code, message }) => `    ! ${code}: ${message}`),
  ].join('\n');
}

const marks = { present: '', absent: 'no', unknown: 'unknown', pending: 'pending' } as const;

function row(finding: Finding): string[] {
  const more = detailsOf(finding);
  const { source } = finding;
  const place =
    source.segment ?? source.cell ?? (source.page === undefined ? (source.path ?? '') : `page ${source.page}`);
  return [
    isSure(finding) ? '' : '?',
    finding.type,
    marks[finding.status],
    cut(finding.name, 44),
    cut(more, 44),
    cut(place, 30),
  ];
}

function detailsOf(finding: Finding): string {
  const words = (...parts: (string | undefined)[]) =>
    parts.filter((each) => each !== undefined && each !== '').join(' ');
  switch (finding.type) {
    case 'result':
    case 'vital':
      return words(
        finding.value,
        finding.unit,
        finding.flag && `(${finding.flag})`,
        finding.range && `[${finding.range}]`,
      );
    case 'medication':
      return words(
        finding.dose,
        finding.route,
        finding.frequency,
        finding.course === 'current' ? '' : `(${finding.course})`,
      );
    case 'allergy':
      return words(finding.reaction, finding.severity && `(${finding.severity})`);
    case 'problem':
      return words(finding.code, finding.whose === 'family' ? '(family)' : '');
    case 'identity':
      return finding.value;
    default:
      return words(finding.at?.slice(0, 10), finding.value);
  }
}

const cut = (words: string, most: number): string => {
  const line = words.replace(/\s+/gu, ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

/** Columns under one another; a Chinese character takes two places. */
function table(rows: readonly string[][]): string[] {
  const wide = (words: string) =>
    [...words].reduce((sum, each) => sum + (/\p{Script=Han}|[\uff00-\uffef]/u.test(each) ? 2 : 1), 0);
  const widths = rows.reduce<number[]>(
    (most, cells) => cells.map((cell, at) => Math.max(most[at] ?? 0, wide(cell))),
    [],
  );
  return rows.map((cells) =>
    cells
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - wide(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** A bar on a terminal; silence anywhere else. */
export class Progress {
  readonly #all: number;
  readonly #shows: boolean;
  #read = 0;
  #name = '';

  constructor(all: number, wanted: boolean) {
    this.#all = all;
    this.#shows = wanted && process.stderr.isTTY && all > 0;
  }

  at(name: string): void {
    if (!this.#shows) return;
    this.#name = cut(name, 40);
    this.#draw(this.#read, this.#name);
    this.#read += 1;
  }

  /** Within the file in hand: a long one fills its own part of the bar. */
  page(page: number, pages: number): void {
    if (!this.#shows || pages < 2) return;
    this.#draw(this.#read - 1 + (page - 1) / pages, `${this.#name}, ${page} of ${pages}`);
  }

  #draw(read: number, words: string): void {
    const filled = Math.round((read / this.#all) * 24);
    process.stderr.write(
      `\r\x1b[2K[${'#'.repeat(filled)}${'.'.repeat(24 - filled)}] ${Math.floor(read)}/${this.#all} ${words}`,
    );
  }

  done(): void {
    if (this.#shows) process.stderr.write('\r\x1b[2K');
  }
}
