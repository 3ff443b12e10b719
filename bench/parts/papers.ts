import type { ArchiveKind, ArchiveLine } from '#src/domain/archive/entry.ts';
import { lineOf } from '#src/domain/archive/line.ts';
import { termsIn } from '#src/domain/archive/terms.ts';
import { fold } from '#src/domain/reading/folding.ts';
import type { Lexicon } from '#src/domain/reading/lexicon.ts';

/** Kinds of documents and how often they come among a thousand; `#` is a number drawn anew each time. */
const papers: readonly { readonly of: number; readonly kind: ArchiveKind; readonly lines: readonly string[] }[] = [
  {
    of: 300,
    kind: 'document',
    lines: [
      'Renal function test report',
      'Sodium # mmol/L',
      'Potassium #.# mmol/L',
      'Creatinine # umol/L',
      'Urea #.# mmol/L',
      'Specimen taken in the morning, fasting',
    ],
  },
  {
    of: 200,
    kind: 'document',
    lines: [
      'Complete blood picture',
      'Haemoglobin #.# g/dL',
      'White cell count #.# x10^9/L',
      'Platelets # x10^9/L',
      'No comment',
    ],
  },
  {
    of: 150,
    kind: 'words',
    lines: [
      'Seen in clinic for follow-up',
      'Chest pain on exertion, settles with rest',
      'Blood pressure ###/## mmHg',
      'Continue amlodipine 5 mg daily and simvastatin 20 mg nocte',
      'Review in # weeks',
    ],
  },
  {
    of: 120,
    kind: 'words',
    lines: ['覆診：血壓 ###/##，無頭暈', '繼續服用氨氯地平，每日一次', '有咳嗽及痰，無發燒', '# 星期後覆診'],
  },
  { of: 80, kind: 'imaging', lines: ['Chest X-ray', 'CR', 'No focal consolidation. Heart size normal. Study ######'] },
  {
    of: 60,
    kind: 'document',
    lines: [
      'Discharge summary',
      'Admitted with community acquired pneumonia',
      'Treated with Augmentin for # days',
      'Discharged well to the family doctor',
    ],
  },
  { of: 45, kind: 'photo', lines: ['藥袋', '二甲雙胍 500 毫克 每日兩次 飯後', '共 ## 粒'] },
  { of: 20, kind: 'document', lines: ['Echocardiogram', 'Ejection fraction ## %', 'Mild mitral regurgitation'] },
  {
    of: 12,
    kind: 'imaging',
    lines: ['CT thorax with contrast', 'CT', 'Nodule of # mm in the right upper lobe, segment ##'],
  },
  {
    of: 5,
    kind: 'document',
    lines: [
      'Gastroscopy report 胃鏡報告',
      'Duodenal ulcer, # mm, Forrest III',
      'CLO test positive',
      'Omeprazole 20 mg twice daily for # weeks',
    ],
  },
  {
    of: 5,
    kind: 'document',
    lines: ['Colonoscopy report', 'Polyp of # mm in the sigmoid, removed', 'Histology ######'],
  },
  { of: 3, kind: 'document', lines: ['Bone density report', 'T score -#.# at the hip'] },
];
const total = papers.reduce((sum, { of }) => sum + of, 0);

export type Paper = {
  readonly kind: ArchiveKind;
  readonly lines: readonly ArchiveLine[];
  readonly terms: readonly string[];
};

/** Draws documents as hospitals and clinics keep them. The same seed draws the same documents. */
export function papersFrom(lexicon: Lexicon, seed: number): () => Paper {
  const random = lot(seed);
  const plain = new Map<string, { readonly line: ArchiveLine; readonly terms: readonly string[] }>();
  const known = (template: string) => {
    const before = plain.get(template);
    if (before) return before;
    // Digits change neither what a line means nor whose leave it needs.
    const line = lineOf(lexicon, template.replaceAll('#', '7'), ['documents']);
    const made = { line, terms: [...wordsOf(line.text), ...line.means] };
    plain.set(template, made);
    return made;
  };
  return () => {
    let at = random() * total;
    const paper = papers.find(({ of }) => (at -= of) < 0) ?? papers[0];
    if (!paper) throw new Error('there are no papers');
    const lines: ArchiveLine[] = [];
    const terms = new Set<string>();
    for (const template of paper.lines) {
      const { line, terms: base } = known(template);
      const text = template.replace(/#/gu, () => String(Math.floor(random() * 10)));
      lines.push({ ...line, text });
      for (const term of template.includes('#') ? [...wordsOf(text), ...line.means] : base) terms.add(term);
    }
    return { kind: paper.kind, lines, terms: [...terms] };
  };
}

const wordsOf = (text: string): readonly string[] => termsIn(fold(text).text).map(({ term }) => term);

/** Numbers from nought to one, the same for the same seed (mulberry32). */
export function lot(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
