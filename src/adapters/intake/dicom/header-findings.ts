import type { Finding } from '#src/domain/record/finding.ts';
import { type DataSet, spelled } from './elements.ts';
import type { InstanceFacts } from './geometry.ts';
import { tags } from './tags.ts';
import { dateOf, numberOf, textOf, textsOf } from './values.ts';

/** What the header says besides identity: the picture itself, size and weight, and allergies where somebody typed them (PS3.3 section C.7.2.2). */
export function headerFindings(dataset: DataSet, instance: InstanceFacts): Finding[] {
  const at = dateOf(dataset, tags.studyDate) ?? dateOf(dataset, tags.acquisitionDateTime);
  return [...imageFinding(dataset, instance, at), ...body(dataset, at), ...allergies(dataset)];
}

function imageFinding(dataset: DataSet, { modality }: InstanceFacts, at: string | undefined): Finding[] {
  if (modality === undefined || /^(?:SR|DOC|ECG|KO|PR|RTPLAN|RTSTRUCT|RTRECORD|REG)$/u.test(modality)) return [];
  if (!dataset.elements.has(tags.pixelData)) return [];
  const words =
    textOf(dataset, tags.studyDescription) ?? textOf(dataset, tags.seriesDescription) ?? textOf(dataset, tags.bodyPart);
  const name =
    words === undefined || words.toUpperCase().startsWith(modality) ? (words ?? modality) : `${modality} ${words}`;
  return [
    {
      type: 'image',
      name,
      ...(at === undefined ? {} : { at }),
      category: modality,
      status: 'present',
      confidence: 0.95,
      source: { tag: spelled(tags.modality), text: modality },
    },
  ];
}

function body(dataset: DataSet, at: string | undefined): Finding[] {
  const vital = (tag: string, name: string, code: string, unit: string, factor: number): Finding[] => {
    const value = numberOf(dataset, tag);
    if (value === undefined || value <= 0) return [];
    return [
      {
        type: 'vital',
        name,
        code,
        value: `${Math.round(value * factor * 100) / 100}`,
        unit,
        ...(at === undefined ? {} : { at }),
        status: 'present',
        confidence: 0.9,
        source: { tag: spelled(tag), text: `${value}` },
      },
    ];
  };
  return [...vital(tags.weight, 'weight', '29463-7', 'kg', 1), ...vital(tags.size, 'height', '8302-2', 'cm', 100)];
}

const saysNone = /^(?:nil|none|no|nka|nkda|no known (?:drug )?allerg(?:y|ies)|無|沒有|無過敏|無藥物過敏)\.?$/iu;
const saysUnknown = /^(?:unknown|not known|n\/?a|不詳|未知)$/iu;

function allergies(dataset: DataSet): Finding[] {
  return textsOf(dataset, tags.allergies)
    .flatMap((each) => each.split(/[,;、，；]/u))
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((written): Finding => {
      const status = saysNone.test(written) ? 'absent' : saysUnknown.test(written) ? 'unknown' : 'present';
      return {
        type: 'allergy',
        name: status === 'present' ? written : 'any drug',
        status,
        confidence: 0.85,
        source: { tag: spelled(tags.allergies), text: written },
      };
    });
}
