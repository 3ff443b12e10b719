import { encode } from 'uqr';
import type { LetterSide } from '#src/domain/letter/side.ts';
import type { ExportedSignOff } from '#src/domain/signing/exported-sign-off.ts';
import { ink, inner, type Paper, sheet } from './paper.ts';

const side_ = 92;

/** Who signed what, when, with which key, and the same as a code to hold against the file. It is never torn over two pages. */
export function drawSignature(paper: Paper, side: LetterSide, signOff: ExportedSignOff): void {
  const { doc } = paper;
  const { left: x } = sheet;
  const [label, width] = [112, inner - side_ - 40];
  const values = side.signature.lines.map(({ value }) => paper.height(value, 'regular', 8.5, width - label));
  const verify = paper.height(side.signature.verify, 'regular', 8, width);
  const high = Math.max(24 + values.reduce((sum, one) => sum + one + 1, 0) + verify + 12, side_ + 34);
  const mirror = paper.height(side.mirrorNote, 'regular', 8, inner) + 6;
  paper.room(high + mirror + 6);
  const top = paper.y;
  doc.roundedRect(x, top, inner, high, 6).lineWidth(0.8).stroke(ink.deep);
  paper.words(side.signature.heading, { x: x + 12, y: top + 7, width, face: 'bold', size: 10, color: ink.deep });
  let y = top + 23;
  for (const [at, one] of side.signature.lines.entries()) {
    paper.words(one.label, { x: x + 12, y, width: label - 6, size: 8, color: ink.soft });
    paper.words(one.value, {
      x: x + 12 + label,
      y,
      width: width - label,
      size: 8.5,
      face: at === 0 ? 'medium' : 'regular',
    });
    y += (values[at] ?? 0) + 1;
  }
  paper.words(side.signature.verify, { x: x + 12, y: y + 4, width, size: 8, color: ink.soft });
  const code = { x: x + inner - side_ - 12, y: top + 12 };
  drawCode(paper, codeOf(signOff), code);
  paper.words(side.signature.qr, {
    ...code,
    y: code.y + side_ + 2,
    width: side_,
    size: 7.5,
    color: ink.soft,
    align: 'center',
  });
  paper.words(side.mirrorNote, { x, y: top + high + 6, width: inner, size: 8, color: ink.soft });
  paper.y = top + high + mirror + 6;
}

/** Nothing of the patient: code, version, fingerprint, key and signature. */
const codeOf = ({ referral, contentHash, signature }: ExportedSignOff): string =>
  ['baton sign-off v1', referral.code, referral.contentVersion, contentHash, signature.keyId, signature.signature].join(
    '\n',
  );

function drawCode({ doc }: Paper, text: string, { x, y }: { readonly x: number; readonly y: number }): void {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const dot = side_ / size;
  // A hair wider than the grid: no light seams between two dots.
  for (const [row, dots] of data.entries())
    for (const [column, isDark] of dots.entries())
      if (isDark) doc.rect(x + column * dot, y + row * dot, dot + 0.05, dot + 0.05);
  doc.fill(ink.text);
}
