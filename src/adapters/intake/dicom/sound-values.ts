import { Refused } from '#src/domain/refused.ts';
import { type DataSet, spelled } from './elements.ts';

const wholeNumber = /^[+-]?\d{1,12}(?:\.0*)?$/u;

/**
 * Refuses (`upload.damaged`) a data set whose description of its pixels is no number: whatever is shown after that would be a guess.
 * IS is a whole number (PS3.5 section 6.2); US has two bytes each.
 */
export function requireSoundValues({ elements }: DataSet): void {
  for (const { tag, vr, value } of elements.values()) {
    if (!tag.startsWith('0028') && tag !== '00200013') continue;
    const isSound = vr === 'US' || vr === 'SS' ? value.length % 2 === 0 : vr !== 'IS' || areWhole(value);
    if (!isSound)
      throw new Refused(
        'upload.damaged',
        `DICOM element ${spelled(tag)} holds a value that its kind (${vr}) does not allow`,
        {
          tag: spelled(tag),
        },
      );
  }
}

const areWhole = (value: Uint8Array): boolean =>
  Buffer.from(value)
    .toString('latin1')
    .replace(/\0/gu, '')
    .split('\\')
    .every((each) => each.trim() === '' || wholeNumber.test(each.trim()));
