import type { DocumentShown, FactPlace, FactShown } from '#src/contract/documents.ts';
import { redact } from '#src/domain/access/redact.ts';
import type { Category } from '#src/domain/consent/category.ts';
import { reconcile } from '#src/domain/intake/reconcile.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { emptyContent } from '#src/domain/referral/drafting.ts';
import { stateWithoutReading } from '#src/usecases/documents/document-lines.ts';
import { findingShape } from './referral-shape.ts';

type Scene = {
  readonly upload: {
    readonly id: string;
    readonly name: string;
    readonly state: Parameters<typeof stateWithoutReading>[0]['state'];
    readonly kind?: string;
    readonly refusal?: string;
  };
  /** The name of the file in which it lay. */
  readonly inside?: string | undefined;
  readonly progress?: { readonly page: number; readonly pages: number } | undefined;
  readonly reading:
    | {
        readonly state: Exclude<DocumentShown['state'], 'received' | 'reading'>;
        readonly code?: string;
        readonly says: {
          readonly pages: number;
          readonly heard?: string;
          readonly facts: readonly {
            readonly finding: Finding;
            readonly line?: FactPlace['line'];
            readonly answer?: 'taken' | 'left';
            readonly right?: Finding;
          }[];
          readonly warnings: readonly { readonly code: string }[];
        };
      }
    | undefined;
  readonly known: readonly Finding[];
  readonly categories: readonly Category[];
  readonly mayWrite: boolean;
  readonly isBringer: boolean;
};

/** One file with what was read of it, as far as the parts of the grant go. */
export function documentShape({
  upload,
  inside,
  reading,
  progress,
  known,
  categories,
  mayWrite,
  isBringer,
}: Scene): DocumentShown {
  const isShown = (finding: Finding) =>
    redact({ ...emptyContent, findings: [finding] }, categories).content.findings.length > 0;
  const state = reading?.state ?? stateWithoutReading(upload);
  const code = reading?.code ?? upload.refusal;
  return {
    id: upload.id,
    name: upload.name,
    ...(inside === undefined ? {} : { inside }),
    state,
    ...(code ? { code } : {}),
    ...(state === 'reading' && progress ? { progress } : {}),
    // The whole of it is for who writes the referral: it may speak of parts that others do not see.
    ...(mayWrite && reading?.says.heard !== undefined ? { heard: reading.says.heard } : {}),
    pages: reading?.says.pages ?? 0,
    facts: (reading?.says.facts ?? []).flatMap(({ finding, line, answer, right }, number): FactShown[] => {
      if (!isShown(finding)) return [];
      const { standing, before } = reconcile(known, finding);
      return [
        {
          number,
          finding: findingShape(finding, []),
          place: placeOf(finding, line),
          standing,
          ...(before ? { before: findingShape(before, []) } : {}),
          ...(answer ? { answer } : {}),
          ...(right ? { right: findingShape(right, []) } : {}),
          parts: partsOf(finding),
        },
      ];
    }),
    warnings: [...new Set((reading?.says.warnings ?? []).map((warning) => warning.code))],
    mayConfirm: mayWrite && (state === 'needs-person' || (state === 'stopped' && !isBringer)),
    mayAnswer: mayWrite && state === 'read',
  };
}

function partsOf(finding: Finding): FactShown['parts'] {
  const { name } = finding;
  if (finding.type === 'medication') return { name, dose: finding.dose ?? '' };
  if (finding.type === 'result' || finding.type === 'vital')
    return { name, value: finding.value ?? '', unit: finding.unit ?? '' };
  return { name };
}

function placeOf({ source }: Finding, line: FactPlace['line']): FactPlace {
  const { page, box, tag, segment, path, cell } = source;
  const element = tag ?? segment ?? cell ?? path;
  return {
    ...(page === undefined ? {} : { page }),
    ...(box ? { box: [...box] as [number, number, number, number] } : {}),
    ...(line ? { line } : {}),
    ...(element ? { element } : {}),
  };
}
