import type { RecordSource } from './source.ts';

/** How many documents these are to a person: the pictures of one study, a file each, are one. */
export const documentsIn = (sources: readonly RecordSource[]): number => new Set(sources.map(documentOf)).size;

function documentOf({ kind, reference, institution, findings }: RecordSource): string {
  const images = findings.flatMap((one) => (one.type === 'image' ? [`${one.name}|${one.at ?? ''}`] : []));
  return kind === 'dicom' && images.length > 0 ? `${institution}|${[...new Set(images)].sort().join('|')}` : reference;
}
