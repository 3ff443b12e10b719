import type { Warning } from '#src/domain/intake/document.ts';
import type { DataSet } from './elements.ts';
import { withoutHoles } from './geometry.ts';
import { itemsOf, textOf } from './values.ts';

type Presentation = {
  readonly text: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Warning[];
};

export const isPresentation = (dataset: DataSet): boolean =>
  (textOf(dataset, '00080016') ?? '').startsWith('1.2.840.10008.5.1.4.1.1.11.') || textOf(dataset, '00080060') === 'PR';

/** A presentation state (PS3.3 sections A.33 and C.10.5): how pictures of other files are to be shown, and the words and marks somebody laid over them. */
export function presentationIn(dataset: DataSet): Presentation {
  const layers = itemsOf(dataset, '00700001');
  const words = layers.flatMap((layer) => itemsOf(layer, '00700008')).flatMap((one) => textOf(one, '00700006') ?? []);
  const label = textOf(dataset, '00700080');
  const description = textOf(dataset, '00700081');
  const pictures = itemsOf(dataset, '00081115').flatMap((series) => itemsOf(series, '00081140')).length;
  const marks = layers.flatMap((layer) => itemsOf(layer, '00700009')).length;
  return {
    text: [label, description, ...words].filter((each) => each !== undefined).join('\n'),
    facts: withoutHoles({ label, description, pictures, marks, words: words.length }),
    warnings: [
      {
        code: 'dicom.presentation',
        message:
          'This says how pictures of other files are to be shown; its marks and windows are not drawn over them here',
      },
    ],
  };
}
