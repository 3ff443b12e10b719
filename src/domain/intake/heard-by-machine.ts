import { type DocumentReport, isRefused } from './document.ts';

/** Below what is shown as sure: a person has to hear it. */
const mostSure = 0.5;

/** What a machine heard in a recording, read as text: a person listens before any of it counts, however clear the words look. */
export const heardByMachine = (file: string, report: DocumentReport): DocumentReport =>
  isRefused(report)
    ? report
    : {
        ...report,
        file,
        kind: 'audio',
        subkind: 'transcript',
        outcome: 'unsure',
        findings: report.findings.map((finding) => ({
          ...finding,
          confidence: Math.min(finding.confidence, mostSure),
        })),
        warnings: [
          ...report.warnings,
          { code: 'sound.machine-heard', message: 'A machine wrote it down: a person has to listen to it' },
        ],
      };
