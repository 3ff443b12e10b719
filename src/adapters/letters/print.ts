import type { LetterSide } from '#src/domain/letter/side.ts';
import { type ExportedSignOff, writeSignOff } from '#src/domain/signing/exported-sign-off.ts';
import { drawHead, drawPatient } from './draw-head.ts';
import { drawPart } from './draw-parts.ts';
import { drawSignature } from './draw-signature.ts';
import { ink, inner, Paper, sheet } from './paper.ts';

/** The letter as PDF: each language from a page of its own, the sign-off attached as a file, reader and time across every page. */
export async function print(sides: readonly LetterSide[], signOff: ExportedSignOff): Promise<Uint8Array> {
  const paper = new Paper(`${sides[0]?.title ?? ''} ${signOff.referral.code}`);
  const spans: { readonly side: LetterSide; readonly from: number; readonly to: number }[] = [];
  for (const side of sides) {
    const from = paper.doc.bufferedPageRange().count;
    paper.page(() => continued(paper, side, signOff));
    drawHead(paper, side);
    drawPatient(paper, side);
    for (const part of side.parts) drawPart(paper, part);
    drawSignature(paper, side, signOff);
    spans.push({ side, from, to: paper.doc.bufferedPageRange().count });
  }
  for (const span of spans) for (let at = span.from; at < span.to; at += 1) finish(paper, span, at);
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

function finish(
  paper: Paper,
  { side, from, to }: { readonly side: LetterSide; readonly from: number; readonly to: number },
  at: number,
): void {
  const { doc } = paper;
  doc.switchToPage(at);
  watermark(paper, side.reader);
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
