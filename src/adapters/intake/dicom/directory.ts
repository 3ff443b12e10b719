import type { Warning } from '#src/domain/intake/document.ts';
import type { DataSet } from './elements.ts';
import { tags } from './tags.ts';
import { itemsOf, textOf, textsOf } from './values.ts';

/** What a DICOMDIR lists (PS3.3 annex F): the index of a disc or a folder, with nothing to look at in itself. */
export type Directory = {
  /** The record of the only patient; undefined where it lists none or several. */
  readonly patient?: DataSet;
  readonly warnings: readonly Warning[];
  readonly facts: { readonly patients: number; readonly files: readonly string[] };
};

/** Undefined for what is no DICOMDIR. */
export function directoryIn(dataset: DataSet): Directory | undefined {
  if (!dataset.elements.has(tags.directoryRecords)) return undefined;
  const records = itemsOf(dataset, tags.directoryRecords);
  const patients = new Map(
    records
      .filter((record) => textOf(record, tags.recordType) === 'PATIENT')
      .map((record) => [`${textOf(record, tags.patientId)} ${textOf(record, tags.patientName)}`, record]),
  );
  const files = records.flatMap((record) => {
    const parts = textsOf(record, tags.referencedFile);
    return parts.length === 0 ? [] : [parts.join('/')];
  });
  const [only] = patients.values();
  return {
    ...(only === undefined || patients.size > 1 ? {} : { patient: only }),
    warnings: [
      {
        code: 'dicom.directory',
        message: `This is the index of a disc: the pictures lie in the ${files.length} files that it names, which are needed too`,
      },
      ...(patients.size > 1
        ? [{ code: 'dicom.several-patients', message: `The index lists ${patients.size} patients` }]
        : []),
    ],
    facts: { patients: patients.size, files },
  };
}
