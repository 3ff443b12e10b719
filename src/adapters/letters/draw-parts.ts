import type { LetterPart } from '#src/domain/letter/side.ts';
import { type Face, ink, inner, type Paper, sheet } from './paper.ts';

const gap = 9;
const { left: x } = sheet;

export function drawPart(paper: Paper, part: LetterPart): void {
  switch (part.kind) {
    case 'allergies':
      return allergies(paper, part);
    case 'prose':
      return prose(paper, part);
    case 'list':
      return list(paper, part);
    case 'table':
      return table(paper, part);
    case 'note':
      return note(paper, part.words);
  }
}

type Of<Kind extends LetterPart['kind']> = Extract<LetterPart, { kind: Kind }>;

function heading(paper: Paper, words: string, needs: number): void {
  const high = paper.height(words, 'bold', 10, inner);
  paper.room(high + needs);
  paper.y += paper.words(words, { x, y: paper.y, width: inner, face: 'bold', size: 10, color: ink.deep }) + 1;
}

/** Red, in a frame, and in words: the first thing that is seen. Without a substance the frame stays, in the plain colour. */
function allergies(paper: Paper, { heading: title, items, sentence }: Of<'allergies'>): void {
  const isRed = items.length > 0;
  const [pad, width] = [10, inner - 24];
  const size = isRed ? 11.5 : 9.5;
  const lines = isRed ? items.map(({ name, detail }) => ({ name, detail })) : [{ name: sentence ?? '', detail: '' }];
  const heights = lines.map(
    ({ name, detail }) => paper.height(withDetail(name, detail), isRed ? 'bold' : 'medium', size, width) + 1,
  );
  const high = pad * 2 + 14 + heights.reduce((sum, one) => sum + one, 0) - 4;
  paper.room(Math.min(high, 500) + gap);
  const top = paper.y;
  const color = isRed ? ink.allergy : ink.text;
  paper.doc
    .roundedRect(x, top, inner, high, 6)
    .fillAndStroke(isRed ? ink.allergyWash : ink.wash, isRed ? ink.allergy : ink.edge);
  if (isRed) paper.doc.rect(x, top + 3, 5, high - 6).fill(ink.allergy);
  paper.words(title, { x: x + 14, y: top + pad - 3, width, face: 'bold', size: 9.5, color });
  let y = top + pad + 12;
  for (const [at, { name, detail }] of lines.entries()) {
    paper.words(withDetail(name, detail), { x: x + 14, y, width, face: isRed ? 'bold' : 'medium', size, color });
    y += heights[at] ?? 0;
  }
  paper.y = top + high + gap;
}

const withDetail = (name: string, detail: string): string => (detail ? `${name}  —  ${detail}` : name);

function prose(paper: Paper, { heading: title, words, weight }: Of<'prose'>): void {
  const [face, size]: [Face, number] = weight ? ['medium', 10.5] : ['regular', 9.5];
  heading(paper, title, 16);
  for (const paragraph of words.split(/\n+/)) flow(paper, paragraph, face, size);
  paper.y += gap;
}

/** A long text goes on over the end of a page, cut between words. */
function flow(paper: Paper, words: string, face: Face, size: number): void {
  let rest = words;
  while (rest !== '') {
    const high = paper.height(rest, face, size, inner);
    if (high <= paper.left) {
      paper.y += paper.words(rest, { x, y: paper.y, width: inner, face, size });
      return;
    }
    const fits = longest(paper, rest, face, size);
    if (fits > 0) paper.words(rest.slice(0, fits), { x, y: paper.y, width: inner, face, size });
    rest = rest.slice(fits).trimStart();
    paper.room(paper.left + 1);
  }
}

/** How many characters fit on what is left of the page, ending between words where there are any. */
function longest(paper: Paper, words: string, face: Face, size: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (paper.height(words.slice(0, middle), face, size, inner) <= paper.left) low = middle;
    else high = middle - 1;
  }
  const blank = words.lastIndexOf(' ', low);
  return blank > low * 0.6 ? blank : low;
}

function list(paper: Paper, { heading: title, items }: Of<'list'>): void {
  heading(paper, title, 16);
  for (const item of items) {
    const high = paper.height(item, 'regular', 9.5, inner - 12);
    paper.room(high);
    paper.doc.circle(x + 3.5, paper.y + 6.8, 1.5).fill(ink.deep);
    paper.words(item, { x: x + 12, y: paper.y, width: inner - 12 });
    paper.y += high + 1.5;
  }
  paper.y += gap - 1.5;
}

function table(paper: Paper, { heading: title, columns, widths, rows }: Of<'table'>): void {
  heading(paper, title, 40);
  const places = widths.map((_width, at) => x + widths.slice(0, at).reduce((sum, one) => sum + one, 0) * inner);
  const cell = (at: number) => ({ x: (places[at] ?? x) + 5, width: (widths[at] ?? 0) * inner - 10 });
  const head = () => {
    paper.doc.rect(x, paper.y, inner, 15).fill(ink.deepWash);
    for (const [at, words] of columns.entries())
      paper.words(words, { ...cell(at), y: paper.y + 2, size: 8, face: 'medium', color: ink.deep });
    paper.y += 15;
  };
  head();
  for (const { cells, strong } of rows) {
    const faceOf = (at: number): Face => (at === 0 || strong ? 'medium' : 'regular');
    const high = Math.max(...cells.map((words, at) => paper.height(words, faceOf(at), 9, cell(at).width))) + 5;
    if (high > paper.left) {
      paper.room(high + 15);
      head();
    }
    for (const [at, words] of cells.entries())
      paper.words(words, { ...cell(at), y: paper.y + 2, size: 9, face: faceOf(at) });
    paper.y += high;
    paper.doc
      .moveTo(x, paper.y)
      .lineTo(x + inner, paper.y)
      .lineWidth(0.4)
      .stroke(ink.edge);
  }
  paper.y += gap;
}

function note(paper: Paper, words: string): void {
  const high = paper.height(words, 'medium', 9, inner - 20) + 10;
  paper.room(high + gap);
  paper.doc.roundedRect(x, paper.y, inner, high, 4).lineWidth(0.6).dash(3, { space: 2 }).stroke(ink.soft).undash();
  paper.words(words, { x: x + 10, y: paper.y + 4, width: inner - 20, face: 'medium', size: 9, color: ink.soft });
  paper.y += high + gap;
}
