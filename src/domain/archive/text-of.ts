import { type DocumentReport, isRefused } from '../intake/document.ts';

/** All the words that were read of a file: its text, or, where it is none, what its pictures are called. */
export const textOf = (reports: readonly DocumentReport[]): string =>
  reports
    .flatMap((report) => {
      if (isRefused(report)) return [];
      if (report.text) return [report.text];
      return report.findings.flatMap(({ type, name }) => (type === 'image' ? [name] : []));
    })
    .join('\n');
