import type { GroupFigures } from './measure.ts';
import { fields, precisionOf, recallOf } from './score.ts';

const names = {
  words: 'words (txt, PDF, CSV, HL7)',
  clean: 'clean scans',
  skewed: 'askew scans',
  dim: 'low light',
  phone: 'phone photos',
} as const;
const part = (value: number): string => value.toFixed(3);
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |\n`;

/** The figures as the tables of docs/accuracy.md. */
export function tableOf(
  groups: readonly GroupFigures[],
  { seed, megabytes }: { seed: number; megabytes: number },
): string {
  const perField = groups.flatMap(({ group, fields: scores }) =>
    fields
      .filter((field) => scores[field].truth > 0)
      .map((field) => {
        const score = scores[field];
        return row([
          names[group],
          field,
          score.truth,
          part(recallOf(score)),
          part(precisionOf(score)),
          score.asked,
          score.wrongSure,
          score.wrongAsked,
        ]);
      }),
  );
  const perGroup = groups.map((each) =>
    row([
      names[each.group],
      each.documents,
      each.letterErrors === undefined ? '–' : `${(each.letterErrors * 100).toFixed(2)} %`,
      `${each.stopped} of ${each.planted}`,
      `${each.falseStops} of ${each.right}`,
      each.secondsPerDocument.middle.toFixed(2),
      each.secondsPerDocument.slowest.toFixed(2),
    ]),
  );
  return [
    row([
      'documents',
      'field',
      'in truth',
      'recall',
      'precision',
      'right, asked about',
      'wrong, shown as sure',
      'wrong, asked about',
    ]),
    row(fields.map(() => '---').concat(['---', '---'])),
    ...perField,
    '\n',
    row([
      'documents',
      'number',
      'wrong letters',
      'sent for a stranger: stopped',
      'right patient: stopped',
      'seconds each, middle',
      'slowest',
    ]),
    row(Array.from({ length: 7 }, () => '---')),
    ...perGroup,
    `\nSeed ${seed}; peak memory of the whole run, engines of recognition included: ${megabytes} MB.\n`,
  ].join('');
}
