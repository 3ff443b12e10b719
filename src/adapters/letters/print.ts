import { drillMark, isDrill as isDrillCode } from '#src/domain/drill/drill.ts';
import type { LetterSide } from '#src/domain/letter/side.ts';
import { type ExportedSignOff, writeSignOff } from '#src/domain/signing/exported-sign-off.ts';
import { drawHead, drawPatient } from './draw-head.ts';
import { drawPart } from './draw-parts.ts';
import { drawSignature } from './draw-signature.ts';
import { ink, inner, Paper, sheet } from './paper.ts';

type Span = { readonly side: LetterSide; readonly from: number; readonly to: number };

/** The letter as PDF: each language from a page of its own, the sign-off attached as a file, reader and time across every page. */
export async function print(sides: readonly LetterSide[], signOff: ExportedSignOff): Promise<Uint8Array> {
  const paper = new Paper(`${sides[0]?.title ?? ''} ${signOff.referral.code}`);
  const spans: Span[] = [];
  for (const side of sides) {
    const from = paper.doc.bufferedPageRange().count;
    paper.page(() => continued(paper, side, signOff));
    drawHead(paper, side);
    drawPatient(paper, side);
    for (const part of side.parts) drawPart(paper, part);
    drawSignature(paper, side, signOff);
    spans.push({ side, from, to: paper.doc.bufferedPageRange().count });
  }
  const isDrill = isDrillCode(signOff.referral);
  for (const span of spans) for (let at = span.from; at < span.to; at += 1) finish(paper, { ...span, isDrill }, at);
  paper.doc.file(Buffer.from(writeSignOff(signOff), 'utf8'), {
    name: 'baton-sign-off.json',
    type: 'application/json',
    description: 'The sign-off, to be verified offline',
    creationDate: new Date(signOff.voucher.at),
    modifiedDate: new Date(signOff.voucher.at),
  });
  return paper.bytes();
}

/** The head of a second page: whose letter it goes on with. */
function continued(paper: Paper, side: LetterSide, { referral }: ExportedSignOff): void {
  paper.words(`${side.title} · ${referral.code} · ${side.patient.name}`, {
    x: sheet.left,
    y: paper.y,
    width: inner,
    size: 8.5,
    color: ink.soft,
  });
  paper.doc
    .moveTo(sheet.left, paper.y + 16)
    .lineTo(sheet.left + inner, paper.y + 16)
    .lineWidth(0.6)
    .stroke(ink.edge);
  paper.y += 26;
}

function finish(paper: Paper, { side, from, to, isDrill }: Span & { readonly isDrill: boolean }, at: number): void {
  const { doc } = paper;
  doc.switchToPage(at);
  watermark(paper, side.reader);
  if (isDrill) drillMarks(paper);
  const y = sheet.height - sheet.bottom + 18;
  doc
    .moveTo(sheet.left, y)
    .lineTo(sheet.left + inner, y)
    .lineWidth(0.6)
    .stroke(ink.edge);
  paper.words(side.reader, { x: sheet.left, y: y + 6, width: inner - 80, size: 7.5, color: ink.soft });
  paper.words(side.page.replace('{n}', String(at - from + 1)).replace('{all}', String(to - from)), {
    ...{ x: sheet.left + inner - 80, y: y + 6, width: 80, size: 7.5 },
    color: ink.soft,
    align: 'right',
  });
}

/** Nobody takes the letter of an exercise for a patient's: large, thrice, and once in plain words at the head. */
function drillMarks(paper: Paper): void {
  const { doc } = paper;
  doc.save().fillOpacity(0.16).font('bold').fontSize(64).fillColor(ink.text);
  for (const y of [170, 430, 690]) {
    doc.save().rotate(-24, { origin: [sheet.width / 2, y] });
    doc.text(drillMark, 0, y - 40, { width: sheet.width, align: 'center', lineBreak: false });
    doc.restore();
  }
  doc.restore();
  doc.fillOpacity(1);
  paper.words(`${drillMark} · This letter is an exercise. The patient does not exist. 此信為演習，並無此病人。`, {
    ...{ x: sheet.left, y: 14, width: inner, size: 9, face: 'bold' as const },
    align: 'center',
  });
}

/** Faint, slanted, thrice: legible on a copy, no hindrance to reading. */
function watermark(paper: Paper, words: string): void {
  const { doc } = paper;
  doc.save().fillOpacity(0.055).font('medium').fontSize(13).fillColor(ink.text);
  for (const y of [210, 430, 650]) {
    doc.save().rotate(-24, { origin: [sheet.width / 2, y] });
    doc.text(words, -60, y, { width: sheet.width + 120, align: 'center', lineBreak: false });
    doc.restore();
  }
  doc.restore();
  doc.fillOpacity(1);
}
