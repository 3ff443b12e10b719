import type { Labelled, LetterSide } from '#src/domain/letter/side.ts';
import { ink, inner, type Paper, sheet } from './paper.ts';

/** Letterhead: whose letter it is, what it is, how urgent, from whom to whom. */
export function drawHead(paper: Paper, side: LetterSide): void {
  const { doc } = paper;
  const { left: x, top } = sheet;
  const nameWidth = inner * 0.62;
  doc.rect(0, 0, sheet.width, 7).fill(ink.deep);
  const first = paper.words(side.institution.first, {
    x,
    y: top,
    width: nameWidth,
    face: 'bold',
    size: 15,
    color: ink.deep,
  });
  const second =
    side.institution.second === side.institution.first
      ? 0
      : paper.words(side.institution.second, { x, y: top + first, width: nameWidth, size: 10.5, color: ink.soft });
  const right = { x: x + nameWidth, width: inner - nameWidth, align: 'right' } as const;
  const title = paper.words(side.title, { ...right, y: top, face: 'medium', size: 15 });
  badge(paper, side.urgency, top + title + 3);
  paper.y = top + Math.max(first + second, title + 22) + 8;
  doc
    .moveTo(x, paper.y)
    .lineTo(x + inner, paper.y)
    .lineWidth(0.8)
    .stroke(ink.deep);
  paper.y += 9;
  grid(paper, side.head, [0.4, 0.3, 0.13, 0.17]);
  paper.y += 8;
}

/** How urgent, in words inside a frame: no colour speaks for it. */
function badge(paper: Paper, words: string, y: number): void {
  const width = paper.pen('bold', 9).widthOfString(words) + 16;
  const x = sheet.left + inner - width;
  paper.doc.roundedRect(x, y, width, 17, 4).lineWidth(1).stroke(ink.deep);
  paper.words(words, { x, y: y + 2.5, width, face: 'bold', size: 9, color: ink.deep, align: 'center' });
}

/** Labels above values, side by side. */
function grid(
  paper: Paper,
  facts: readonly Labelled[],
  widths: readonly number[],
  x = sheet.left,
  whole = inner,
): void {
  let at = x;
  let lowest = 0;
  for (const [index, { label, value }] of facts.entries()) {
    const width = (widths[index] ?? 1 / facts.length) * whole;
    const high = paper.words(label, { x: at, y: paper.y, width: width - 8, size: 7.5, color: ink.soft });
    const value_ = paper.words(value, { x: at, y: paper.y + high, width: width - 8, face: 'medium', size: 9.5 });
    lowest = Math.max(lowest, high + value_);
    at += width;
  }
  paper.y += lowest;
}

export function drawPatient(paper: Paper, { patient: { name, facts } }: LetterSide): void {
  const { doc } = paper;
  const { left: x } = sheet;
  const pad = 10;
  const nameHigh = paper.height(name, 'bold', 14, inner - pad * 2);
  const factsHigh = facts.length > 0 ? 26 : 0;
  const high = nameHigh + factsHigh + pad * 2 - 4;
  paper.room(high + 10);
  doc.roundedRect(x, paper.y, inner, high, 6).fillAndStroke(ink.wash, ink.edge);
  const top = paper.y;
  paper.words(name, { x: x + pad, y: top + pad - 2, width: inner - pad * 2, face: 'bold', size: 14 });
  paper.y = top + pad + nameHigh - 1;
  grid(
    paper,
    facts,
    facts.map(() => 1 / Math.max(4, facts.length)),
    x + pad,
    inner - pad * 2,
  );
  paper.y = top + high + 10;
}
