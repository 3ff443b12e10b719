import type { Finding } from '#src/domain/record/finding.ts';
import type { Made, Naming, PatientPapers } from '#src/ports/copies.ts';
import type { Speech } from '#src/ports/speech.ts';
import { accent, ink, type Paper, paper, soft } from './paper.ts';

type Say = (key: string, gaps?: Record<string, string | number>) => string;
type Desk = { readonly say: Say; readonly name: (id: string) => string };

/** Large type, plain words, one thing after another; each page says for whom and when it was made. */
export function patientPapers(speech: Pick<Speech, 'sentence'>): PatientPapers {
  const deskFor = ({ language }: Made, names: Naming): Desk & { readonly lang: 'en' | 'zh-Hant' } => {
    const lang = language === 'en' ? 'en' : 'zh-Hant';
    return {
      lang,
      say: (key, gaps) => speech.sentence({ key, ...(gaps ? { with: gaps } : {}) }, lang),
      name: (id) => (lang === 'en' ? names[id]?.en : names[id]?.zhHant) ?? id,
    };
  };
  return {
    whoLooked: async (looks, names, made) => {
      const { say, name, lang } = deskFor(made, names);
      return paper(say('paper.who-looked'), lang === 'en' ? 'en-HK' : 'zh-HK', (page) => {
        heading(page, say('paper.who-looked'), say('paper.who-looked.help'));
        if (looks.length === 0) page.text(say('sheet.none'));
        for (const { at, who, where, what, ground } of looks)
          item(page, `${clock(at)}  ${name(who)} · ${name(where)}`, [
            say(`did.${what}`),
            ...(ground ? [say('paper.because', { ground: say(`ground.${ground}`) })] : []),
          ]);
        footer(page, say('paper.made', { at: clock(made.at), reader: made.reader }));
      });
    },
    copy: async (copies, names, made) => {
      const { say, name, lang } = deskFor(made, names);
      return paper(say('paper.copy'), lang === 'en' ? 'en-HK' : 'zh-HK', (page) => {
        heading(page, say('paper.copy'), say('paper.copy.help', { n: made.leftOut }));
        const identity = copies.at(-1)?.content.identity;
        item(
          page,
          [identity?.nameEn, identity?.nameZh].filter(Boolean).join(' · '),
          [identity?.hkid, identity?.birth?.iso].filter((one) => one !== undefined),
        );
        for (const { referral, content, said } of copies) {
          section(page, `${say('sheet.referral', { code: referral.code })} · ${clock(referral.startedAt)}`);
          item(page, `${name(referral.from)} → ${name(referral.to)}`, [
            ...[content.reason, content.question, content.history].filter((one) => one !== undefined),
            ...(content.outcome ? [content.outcome.words] : []),
            ...(content.updates ?? []).map(({ words }) => words),
          ]);
          for (const finding of content.findings)
            if (finding.type !== 'identity') item(page, '', [findingWords(say, finding)]);
          for (const file of content.uploads)
            item(page, '', [`${say('paper.file')}: ${file.kind}, ${file.addedAt.slice(0, 10)}`]);
          if (content.notes.length > 0)
            item(
              page,
              say('paper.notes'),
              content.notes.map(({ text }) => text),
            );
          if (said.length > 0)
            item(
              page,
              say('paper.said'),
              said.map(
                ({ at, text, spokenSeconds, onImage }) =>
                  `${clock(at)}${onImage ? ` (${say('paper.kind.image')})` : ''}: ${text ?? say('paper.spoken', { n: Math.round(spokenSeconds ?? 0) })}`,
              ),
            );
        }
        footer(page, say('paper.made', { at: clock(made.at), reader: made.reader }));
      });
    },
  };
}

function heading(page: Paper, title: string, help: string): void {
  page.font('bold').fontSize(19).fillColor(accent).text(title);
  page.font('text').fontSize(10.5).fillColor(soft).text(help, { width: 500 }).moveDown(0.8);
}

function section(page: Paper, title: string): void {
  if (page.y > 720) page.addPage();
  page.moveDown(0.6).font('bold').fontSize(13).fillColor(accent).text(title).moveDown(0.2);
}

function item(page: Paper, head: string, lines: readonly string[]): void {
  if (page.y > 755) page.addPage();
  if (head) page.font('bold').fontSize(11).fillColor(ink).text(head);
  page.font('text').fontSize(11).fillColor(ink);
  for (const line of lines) page.text(line, { width: 500, indent: 10 });
  page.moveDown(0.35);
}

/** On every page, who made the copy and when: a paper that turns up elsewhere says where it came from. */
function footer(page: Paper, words: string): void {
  const { start, count } = page.bufferedPageRange();
  for (let number = start; number < start + count; number += 1) {
    page.switchToPage(number);
    // Below the margin nothing may start a new page.
    page.page.margins.bottom = 0;
    page.font('text').fontSize(7.5).fillColor(soft);
    page.text(`${words}  ·  ${number + 1} / ${count}`, 44, 812, { lineBreak: false });
  }
}

function findingWords(say: Say, finding: Finding): string {
  const besides = 'value' in finding ? [finding.value, 'unit' in finding ? finding.unit : undefined] : [];
  const dose = finding.type === 'medication' ? [finding.dose, finding.route, finding.frequency] : [];
  const words = [finding.name, ...besides, ...dose].filter(Boolean).join(' ');
  const kind = finding.type === 'problem' && finding.whose === 'family' ? 'family' : finding.type;
  return `• ${say(`paper.kind.${kind}`)}: ${words}${finding.status === 'present' ? '' : ` (${say(`paper.status.${finding.status}`)})`}`;
}

const clock = (at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Hong_Kong', dateStyle: 'short', timeStyle: 'short' }).format(at);
