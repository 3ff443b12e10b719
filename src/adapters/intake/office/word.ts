import mammoth from 'mammoth';
import type { Reading } from '#src/domain/intake/document.ts';
import { type Line, readLaidOut } from '#src/domain/intake/laid-out.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { Refused } from '#src/domain/refused.ts';
import { type Element, everywhere, kids, readXml, wordsOf } from '../text/xml.ts';

/** Reads a Word document: paragraphs as lines, tables with their cells, in the order of the page. */
export async function readWord(tools: Tools, bytes: Uint8Array): Promise<Reading> {
  const { value: html } = await mammoth
    .convertToHtml(
      { buffer: Buffer.from(bytes) },
      { convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })) },
    )
    .catch(() => {
      throw new Refused('upload.damaged', 'The document cannot be opened');
    });
  const page = readXml(`<div>${html.replace(/<img[^>]*>/gu, '')}</div>`);
  const lines = [...linesOf(page)];
  if (lines.every(({ text }) => text.trim() === ''))
    return {
      kind: 'word',
      outcome: 'unsure',
      text: '',
      findings: [],
      warnings: [{ code: 'text.none', message: 'The document holds no words' }],
    };
  const { text, findings, patient, patients } = readLaidOut(tools, lines);
  return {
    kind: 'word',
    outcome: patients > 1 ? 'unsure' : 'read',
    text,
    findings,
    ...(patient === undefined ? {} : { patient }),
    warnings: [
      ...(patient === undefined ? [{ code: 'identity.none', message: 'The document names no patient' }] : []),
      ...(patients > 1 ? [{ code: 'patients.several', message: `The document speaks of ${patients} patients` }] : []),
    ],
  };
}

function* linesOf(element: Element): Generator<Line> {
  for (const child of kids(element)) {
    if (child.name === 'table') yield* rowsOf(child);
    else if (/^(?:ul|ol|div|blockquote)$/u.test(child.name)) yield* linesOf(child);
    else
      for (const text of wordsOf(child).split('\n')) {
        const bullet = child.name === 'li' ? '- ' : '';
        const parts = text.split(/\t+/u).map((each) => each.trim());
        yield {
          text: `${bullet}${text.replace(/\t+/gu, '  ')}`,
          place: {},
          ...(parts.length > 1 ? { cells: parts.map((each) => ({ text: each, place: {} })) } : {}),
        };
        if (/^h\d$/u.test(child.name) && !/[:：]$/u.test(text)) continue;
      }
  }
}

function* rowsOf(table: Element): Generator<Line> {
  for (const row of everywhere(table, 'tr')) {
    const cells = kids(row).map((cell) => ({ text: wordsOf(cell).replace(/\s+/gu, ' '), place: {} }));
    const filled = cells.filter(({ text }) => text !== '');
    const pair = filled.length === 2 && (filled[0]?.text.length ?? 99) < 30;
    yield {
      text: pair
        ? `${filled[0]?.text.replace(/[:：]$/u, '')}: ${filled[1]?.text}`
        : filled.map(({ text }) => text).join('  '),
      place: {},
      cells,
    };
  }
}
