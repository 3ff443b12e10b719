import type { DocumentKind, DocumentReport } from '#src/domain/intake/document.ts';
import { Refused } from '#src/domain/refused.ts';

/** An error of a reader on somebody's bytes is the file's fault; its words may quote the file, so they stay inside. */
export function refusal(file: string, kind: DocumentKind, error: unknown): DocumentReport {
  const why = error instanceof Refused ? error : new Refused('upload.damaged', `The reader of ${kind} could not go on`);
  return { file, kind, outcome: 'refused', code: why.code, message: why.message, findings: [], warnings: [] };
}
