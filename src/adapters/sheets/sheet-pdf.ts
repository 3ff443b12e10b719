import type { Language } from '#src/domain/people/person.ts';
import { type Sheet, type SheetLine, type SheetPart, sheetParts } from '#src/domain/trail/accountability.ts';
import type { Sheets } from '#src/ports/sheets.ts';
import type { Speech } from '#src/ports/speech.ts';
import { accent, ink, oneLine, type Paper, paper, soft } from './paper.ts';

/** Lines a part shows so that all parts fit on one page; what is over is counted and stands in the JSON. The end of a story is kept, not its start. */
const most: Readonly<Record<SheetPart, number>> = { told: 10, seen: 10, answered: 9, refused: 4, done: 7 };
const columns = [
  { key: 'sheet.at', x: 44, width: 84 },
  { key: 'sheet.who', x: 132, width: 112 },
  { key: 'sheet.what', x: 248, width: 196 },
  { key: 'sheet.ground', x: 448, width: 60 },
  { key: 'sheet.entry', x: 510, width: 44 },
] as const;
const rowHeight = 13.2;

/** The printed page of a sheet. It says what the JSON says; the proof itself is in the JSON. */
export const sheetPdf =
  (speech: Pick<Speech, 'sentence'>): Sheets['pdf'] =>
  async (sheet, language, { reader }) => {
    const said = language === 'en' ? 'en' : 'zh-Hant';
    const say = (key: string, gaps?: Record<string, string | number>) =>
      speech.sentence({ key, ...(gaps ? { with: gaps } : {}) }, said);
    const words: Words = { say, name: nameIn(sheet, said, say), language: said };
    return paper(`${say('sheet.title')} ${sheet.code}`, said === 'en' ? 'en-HK' : 'zh-HK', (page) => {
      page.font('bold').fontSize(17).fillColor(accent).text(say('sheet.title'), 44, 40);
      page
        .font('bold')
        .fontSize(12)
        .fillColor(ink)
        .text(say('sheet.referral', { code: sheet.code }), 44, 64);
      page.font('text').fontSize(8).fillColor(soft);
      page.text(say('sheet.made', { at: clock(sheet.at), reader }), 44, 82, { width: 507 });
      let y = 104;
      for (const part of sheetParts) y = drawPart(page, words, part, sheet.lines, y);
      drawProof(page, words, sheet);
    });
  };

type Words = {
  readonly say: (key: string, gaps?: Record<string, string | number>) => string;
  readonly name: (id: string) => string;
  readonly language: Language;
};

function drawPart(page: Paper, words: Words, part: SheetPart, lines: readonly SheetLine[], from: number): number {
  const { say } = words;
  const mine = lines.filter((line) => line.part === part);
  let y = from;
  page
    .font('bold')
    .fontSize(10)
    .fillColor(accent)
    .text(`${say(`sheet.${part}`)}  ${mine.length}`, 44, y);
  y += 15;
  page
    .moveTo(44, y - 1)
    .lineTo(551, y - 1)
    .lineWidth(0.5)
    .strokeColor('#c3ccd4')
    .stroke();
  page.font('text').fontSize(8).fillColor(ink);
  if (mine.length === 0) {
    page.fillColor(soft).text(say('sheet.none'), 44, y + 1);
    return y + rowHeight + 5;
  }
  const shown = mine.slice(-most[part]);
  if (mine.length > shown.length) {
    page.fillColor(soft).text(say('sheet.more', { n: mine.length - shown.length }), 44, y + 1);
    y += rowHeight;
  }
  for (const line of shown) {
    const cells = [
      clock(line.at),
      words.name(line.who),
      whatOf(words, line),
      line.ground ? say(`ground.${line.ground}`) : '',
      `${line.chain} ${line.seq}`,
    ];
    columns.forEach(({ x, width }, place) => {
      page.fillColor(place === 4 ? soft : ink);
      page.text(oneLine(page, cells[place] ?? '', width), x, y + 1, { lineBreak: false });
    });
    y += rowHeight;
  }
  return y + 5;
}

function whatOf({ say, name }: Words, { what, more }: SheetLine): string {
  if (what === 'moved') return say('did.moved', { from: say(`state.${more['from']}`), to: say(`state.${more['to']}`) });
  const besides = ['whom', 'asked', 'to', 'person', 'of'].flatMap((part) =>
    typeof more[part] === 'string' ? [name(more[part])] : [],
  );
  const how = ['how', 'code'].flatMap((part) => (typeof more[part] === 'string' ? [String(more[part])] : []));
  // What was done about a question or a follow-up stands in its step.
  const step = (what === 'consultation' || what === 'follow-up') && more['step'] ? `.${more['step']}` : '';
  return [say(`did.${what}${step}`), ...besides, ...how].join(' · ');
}

function drawProof(page: Paper, { say }: Words, sheet: Sheet): void {
  let y = 842 - 42 - 12 - sheet.chains.length * 20;
  page.font('text').fontSize(6.5).fillColor(soft);
  for (const { checkpoint } of sheet.chains) {
    const { chain, size, root, keyId } = checkpoint;
    page.text(say('sheet.proof', { chain, size, root, key: keyId }), 44, y, {
      width: 507,
      height: 18,
      lineBreak: true,
    });
    y += 20;
  }
  page.text(say('sheet.verify'), 44, y, { lineBreak: false });
}

const nameIn =
  (sheet: Sheet, language: Language, say: Words['say']) =>
  (id: string): string => {
    if (id.startsWith('baton ')) return say('sheet.baton');
    const named = sheet.names[id];
    return named ? (language === 'en' ? named.en : named.zhHant) : id;
  };

/** Hong Kong time, to the minute: `2026-11-23 12:05`. */
const clock = (at: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Hong_Kong', dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(at),
  );
