import { isDoseTotal } from './dose-report.ts';
import type { DataSet } from './elements.ts';
import { withoutHoles } from './geometry.ts';
import type { ReportReading } from './readers.ts';
import { readReport } from './report.ts';
import type { Special } from './special.ts';
import { tags } from './tags.ts';
import { textOf } from './values.ts';

export function doseReport(dataset: DataSet): Special {
  const { text, findings, title } = readReport(dataset, isDoseTotal);
  return { subkind: 'dose report', text, findings, warnings: [], facts: withoutHoles({ title }) };
}

const keyObjects = '1.2.840.10008.5.1.4.1.1.88.59';

/** PS3.3 section C.17.2: a report that is preliminary, or not all of what is to be said. */
const isUnfinished = (dataset: DataSet): boolean =>
  textOf(dataset, '0040a491') === 'PARTIAL' || textOf(dataset, '0040a496') === 'PRELIMINARY';

export function report(dataset: DataSet, words: ReportReading | undefined): Special {
  const { text, findings, title } = readReport(dataset);
  const isSelection = textOf(dataset, tags.sopClass) === keyObjects;
  const said = words === undefined || text === '' ? [] : words.read(text, { now: words.now() }).findings;
  // The header says whose report it is; names of physicians in the text are nobody's identity.
  const more = said.filter(({ type }) => type !== 'identity' && type !== 'image');
  const own = findings.filter(({ type }) => type === 'problem').map(({ name }) => name.toLowerCase());
  return {
    subkind: isSelection ? 'key objects' : 'SR',
    text,
    findings: [
      ...findings,
      ...more.filter(({ type, name }) => type !== 'problem' || !own.includes(name.toLowerCase())),
    ],
    warnings: [
      ...(isSelection
        ? [{ code: 'dicom.key-objects', message: 'This points out pictures of other files; they are not marked here' }]
        : []),
      ...(isUnfinished(dataset)
        ? [
            {
              code: 'dicom.report-unfinished',
              message: 'The report says of itself that it is preliminary or not complete',
            },
          ]
        : []),
    ],
    facts: withoutHoles({
      title,
      completion: textOf(dataset, '0040a491'),
      verification: textOf(dataset, '0040a493'),
    }),
  };
}
