import { type DocumentReport, isRefused, type Reading, type SeriesSummary } from './document.ts';

type SeriesOf = (readings: readonly { readonly file: string; readonly reading: Reading }[]) => SeriesSummary[];

/**
 * DICOM slices of one folder and one patient become one document with their series in order. What lies in no stack stays a document of its own: a
 * picture alone, the same picture packed in several ways, pictures that do not say where they lie. Refused files and other kinds too.
 */
export function joinSeries(reports: readonly DocumentReport[], seriesOf: SeriesOf): DocumentReport[] {
  const groups = new Map<string, (DocumentReport & Reading)[]>();
  for (const report of reports) {
    if (isRefused(report) || report.kind !== 'dicom' || report.series === undefined) continue;
    const key = keyOf(report);
    groups.set(key, [...(groups.get(key) ?? []), report]);
  }
  const stacks = new Map([...groups].map(([key, group]) => [key, slicesOf(group, seriesOf)]));
  const told = new Set<string>();
  return reports.flatMap((report): DocumentReport[] => {
    const key = isRefused(report) || report.kind !== 'dicom' || report.series === undefined ? undefined : keyOf(report);
    const group = key === undefined ? [] : (stacks.get(key) ?? []);
    if (key === undefined || !group.some((each) => each === report)) return [report];
    if (told.has(key)) return [];
    told.add(key);
    return [joined(group, seriesOf)];
  });
}

/** Those of a group that lie in a stack: one of several pictures of a series with a distance between them. */
function slicesOf(
  group: readonly (DocumentReport & Reading)[],
  seriesOf: SeriesOf,
): readonly (DocumentReport & Reading)[] {
  const stacked = new Set(
    seriesOf(group.map((reading) => ({ file: reading.file, reading })))
      .filter(({ sliceSpacingMm, slices }) => sliceSpacingMm !== undefined && slices > 1)
      .flatMap(({ files }) => files),
  );
  // The same slice sent twice is left out of `files`; it belongs to its stack all the same.
  const uids = new Set(group.filter(({ file }) => stacked.has(file)).map(({ series }) => series?.[0]?.uid));
  const isIn = (each: DocumentReport & Reading) => stacked.has(each.file) || uids.has(each.series?.[0]?.uid);
  return stacked.size < 2 ? [] : group.filter(isIn);
}

const folderOf = (file: string): string => file.split('/').slice(0, -1).join('/');
const keyOf = (report: DocumentReport & Reading): string => {
  const study = report.series?.[0]?.study ?? report.series?.[0]?.uid ?? '';
  return `${folderOf(report.file)}\n${study}\n${report.patient?.names[0] ?? ''}\n${report.patient?.numbers[0]?.value ?? ''}`;
};

function joined(group: readonly (DocumentReport & Reading)[], seriesOf: SeriesOf): DocumentReport {
  const [first] = group;
  if (first === undefined) throw new Error('A group of files is never empty');
  const series = seriesOf(group.map((reading) => ({ file: reading.file.split('/').at(-1) ?? reading.file, reading })));
  const warnings = group.flatMap((each) => each.warnings);
  const seen = new Set<string>();
  return {
    file: folderOf(first.file) || first.file,
    kind: 'dicom',
    ...(first.subkind === undefined ? {} : { subkind: first.subkind }),
    outcome: group.every(({ outcome }) => outcome === 'read') ? 'read' : 'unsure',
    ...(first.patient === undefined ? {} : { patient: first.patient }),
    findings: onceEach(group.flatMap(({ findings }) => findings)),
    series,
    warnings: [...warnings, ...series.flatMap((each) => each.warnings ?? [])].filter(
      ({ code, message }) => !seen.has(code + message) && seen.add(code + message),
    ),
    facts: { files: group.length },
  };
}

function onceEach<T extends Reading['findings'][number]>(findings: readonly T[]): T[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const { source: _place, ...rest } = finding;
    const key = JSON.stringify(rest);
    return !seen.has(key) && seen.add(key);
  });
}
