import { byGravity, type DocumentLine, isOnItsWay, waitsForPerson } from '#src/domain/intake/document-line.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { knows, type Language, speak } from '../words/words.ts';

type Row = { readonly label: string; readonly value: string; readonly tone?: 'unsure' | 'missing' };

const mostRows = 6;
const mostLetters = 300;

/** The files in the part of a card that DingTalk does not keep: each with its name, where it stands, and what one tap would take over. */
export function fileRows(
  files: readonly DocumentLine[],
  words: (finding: Finding) => string,
  language: Language,
): readonly Row[] {
  const shown = byGravity(files).slice(0, mostRows);
  const rows = shown.map(
    (line): Row => ({
      label: `${speak(language, 'card.file', { n: line.number })} · ${cut(line.name, 40)}`,
      value: cut([stateWords(line, language), ...takeWords(line, words, language)].join(' · '), mostLetters),
      ...(line.state === 'stopped' || line.state === 'refused'
        ? { tone: 'missing' as const }
        : line.state === 'needs-person' || line.open.unsure + line.open.contradicting > 0
          ? { tone: 'unsure' as const }
          : {}),
    }),
  );
  const more = files.length - shown.length;
  return more > 0
    ? [...rows, { label: speak(language, 'card.files'), value: speak(language, 'card.files.more', { n: more }) }]
    : rows;
}

const takeWords = (
  { take, number }: DocumentLine,
  words: (finding: Finding) => string,
  language: Language,
): string[] =>
  take.length > 0 ? [speak(language, 'card.file.take-shown', { n: number, list: take.map(words).join('; ') })] : [];

/** Where one file stands, with the reason in words. Says nothing of what is in it but counts. */
export function stateWords(line: DocumentLine, language: Language): string {
  const { state, code = '', at, open } = line;
  if (state === 'reading' && at) return speak(language, 'card.file.page', { page: at.page, pages: at.pages });
  const said = speak(language, `card.file.${state}`);
  if (state === 'refused') return `${said}: ${reasonWords(code, language)}`;
  if (state === 'stopped')
    return `${said}: ${speak(language, code === 'patients.several' ? 'card.file.several' : 'card.file.other')}`;
  if (state === 'needs-person')
    return `${said}: ${speak(language, code.startsWith('identity.') ? 'card.file.whose' : 'card.file.look')}`;
  return state === 'read' ? `${said}: ${openWords(open, language)}` : said;
}

const reasonWords = (code: string, language: Language): string =>
  speak(language, knows(`refused.${code}`) ? `refused.${code}` : 'refused.upload.reader-failed');

const openWords = (open: DocumentLine['open'], language: Language): string =>
  (['contradicting', 'changed', 'fresh', 'unsure'] as const)
    .filter((group) => open[group] > 0)
    .map((group) => speak(language, `card.file.open.${group}`, { n: open[group] }))
    .join(', ');

/** All files in one line, for everybody: numbers and states. */
export function filesInOneLine(files: readonly DocumentLine[], language: Language): string {
  const count = (is: (line: DocumentLine) => boolean) => files.filter(is).length;
  const at = files.find((line) => line.at)?.at;
  const waiting = count(waitsForPerson);
  const refused = count(({ state }) => state === 'refused');
  const onItsWay = count(isOnItsWay);
  return [
    String(files.length),
    ...(onItsWay > 0
      ? [
          [
            speak(language, 'card.files.reading', { n: onItsWay }),
            ...(at ? [speak(language, 'card.file.page', at)] : []),
          ].join(', '),
        ]
      : []),
    ...(waiting > 0 ? [speak(language, 'card.files.waiting', { n: waiting })] : []),
    ...(refused > 0 ? [speak(language, 'card.files.refused', { n: refused })] : []),
  ].join(' · ');
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
