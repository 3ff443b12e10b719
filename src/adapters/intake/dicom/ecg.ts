import type { Finding } from '#src/domain/record/finding.ts';
import { type DataSet, spelled } from './elements.ts';
import { itemsOf, numberOf, textOf } from './values.ts';

/** Measurements by the meaning of their code, with LOINC where the measurement has one. */
const measurements: readonly (readonly [RegExp, string, string | undefined])[] = [
  [/^r-?r\b.*interval/iu, 'RR interval', '8637-1'],
  [/^p-?p\b.*interval/iu, 'PP interval', undefined],
  [/^p-?[rq]\b.*(?:interval|duration)/iu, 'PR interval', '8625-6'],
  [/^qrs\b.*(?:duration|interval|width)/iu, 'QRS duration', '8633-0'],
  [/^qtc|^qt\b.*correct|^corrected qt/iu, 'QTc interval', '8636-3'],
  [/^qt\b.*(?:interval|duration)/iu, 'QT interval', '8634-8'],
  [/^p\b.*duration/iu, 'P wave duration', undefined],
  [/^p\b.*axis/iu, 'P axis', '8626-4'],
  [/^qrs\b.*axis/iu, 'QRS axis', '8632-2'],
  [/^t\b.*axis/iu, 'T axis', '8638-9'],
  [/(?:heart|ventricular|pulse).*rate|^rate$/iu, 'heart rate', '8867-4'],
  [/atrial.*rate/iu, 'atrial rate', undefined],
];

/** Marks of single waves (onsets, offsets, fiducial points) are for drawing, not for reading. */
const isMark = /onset|offset|fiducial|peak|trigger/iu;

/**
 * What the machine measured and stated (PS3.3 section C.10.10). A time of nought is how machines write "not measured"; it is left out.
 * The statement is the machine's, so it is a result with words and never a diagnosis of ours.
 */
export function ecgFindings(dataset: DataSet, at: string | undefined): Finding[] {
  const when = at === undefined ? {} : { at };
  const annotations = itemsOf(dataset, '0040b020');
  return annotations.flatMap((item): Finding[] => {
    const source = { tag: spelled('0040b020') };
    const statement = textOf(item, '00700006');
    const concept = itemsOf(item, '0040a043')[0];
    const meaning = concept === undefined ? undefined : textOf(concept, '00080104');
    const value = numberOf(item, '0040a30a');
    if (value !== undefined && meaning !== undefined && !isMark.test(meaning)) {
      const unit = unitOf(itemsOf(item, '004008ea')[0]);
      if (value === 0 && unit !== 'deg') return [];
      const [, name, code] = measurements.find(([pattern]) => pattern.test(meaning)) ?? [undefined, meaning, undefined];
      return [
        {
          type: 'result',
          name,
          ...(code === undefined ? {} : { code }),
          value: `${value}`,
          ...(unit === undefined ? {} : { unit }),
          ...when,
          category: 'ECG',
          status: 'present',
          confidence: 0.95,
          source: { ...source, text: `${meaning} ${value}${unit === undefined ? '' : ` ${unit}`}` },
        },
      ];
    }
    const said = statement ?? codedStatement(item, meaning);
    if (said === undefined) return [];
    return [
      {
        type: 'result',
        name: 'ECG interpretation',
        code: '8601-7',
        value: said,
        ...when,
        category: 'ECG',
        status: 'present',
        confidence: 0.9,
        source: { ...source, text: said },
      },
    ];
  });
}

function codedStatement(item: DataSet, meaning: string | undefined): string | undefined {
  const coded = itemsOf(item, '0040a168')[0];
  const said = coded === undefined ? undefined : textOf(coded, '00080104');
  return said === undefined || isMark.test(`${meaning ?? ''} ${said}`) ? undefined : said;
}

function unitOf(code: DataSet | undefined): string | undefined {
  const written = code === undefined ? undefined : textOf(code, '00080100');
  if (written === undefined) return undefined;
  return (
    { bpm: '/min', '{H.B}/min': '/min', '{beats}/min': '/min', '/min': '/min', degree: 'deg', '°': 'deg' }[written] ??
    written
  );
}
