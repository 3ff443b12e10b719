import type { Finding } from '../record/finding.ts';
import type { Asked } from '../record/note.ts';
import { asAsked } from './asked.ts';
import { rule } from './folding.ts';
import { type Page, placeOf, written } from './page.ts';
import { trimmed } from './stretch.ts';

const place = '[^\\n,.;:?!。(]{2,60}?';
const until =
  '(?=\\s?(?:[:,.;\\n(。?!]|$|\\s-\\s|\\sfor\\b|\\sre\\b|\\sregarding\\b|\\sas\\b|\\splease\\b|\\burgent|\\basap\\b|\\sfrom\\b))';
const receivers: readonly (readonly [number, RegExp])[] = [
  [
    0.9,
    rule(
      `\\brefer(?:ral|red|ring)?\\s?(?:[^\\s.;,:]+ ){0,7}?(?<!allerg(?:ic|y|ies) )(?:to|->)\\s?:?\\s?(${place})${until}`,
      'gu',
    ),
  ],
  [
    0.9,
    rule(
      `(?:轉介|轉至|轉往|轉到|轉去|急轉|轉)(?:至|到|往|去|給|予)?\\s?(\\p{Script=Han}{2,14}?(?:醫院|診所|中心|門診|急症室|專科|科|部)(?:\\p{Script=Han}{0,6}?(?:科|部|門診|專科))?)`,
      'gu',
    ),
  ],
  [
    0.85,
    rule(`(?:^|\\n)\\s?(?:to|attn|attention|致)\\s?[:：]\\s?(${place})(?=\\s?(?:[,.;\\n(]|$|\\s(?:from|re)\\b))`, 'gu'),
  ],
  [0.8, rule(`(?:^|\\n)\\s?dear\\s(${place})(?=\\s?(?:[,.;:\\n]|$))`, 'gu')],
  [
    0.8,
    rule(
      `(?:轉介|轉至|轉往|轉到)(?:至|到|往|去|給|予)?\\s?(?!原因|信|病人|醫生|目的|日期|理由|表|單)(\\p{Script=Han}{2,8})(?=[\\s,:。]|$)`,
      'gu',
    ),
  ],
  [0.75, rule(`\\b(?:transfer|send|handover|hand over)\\s?(?:[a-z]+ ){0,2}?to\\s(${place})${until}`, 'gu')],
  [
    0.7,
    rule(
      '\\brefer\\s(?!to\\b|back\\b|him\\b|her\\b|this\\b|the\\b)([a-z&]+(?: [a-z&]+){0,3}?)(?=\\s?(?:pls\\b|please\\b|\\d|[.,;:\\n]|$|for\\b|re\\b|urgent|asap))',
      'gu',
    ),
  ],
];

/** The receiving place or person, as written. */
export function receiver(page: Page, findings: readonly Finding[]): Asked<string> | undefined {
  for (const [confidence, finder] of receivers) {
    for (const match of page.text.matchAll(finder)) {
      const text = match[1] ?? '';
      const from = match.index + match[0].indexOf(text);
      const at = trimmed(page.text, { from, to: from + text.length });
      const isPatient = findings.some(
        (each) =>
          each.type === 'identity' &&
          each.source.span !== undefined &&
          each.source.span[0] === placeOf(page, at.from, at.to).span?.[0],
      );
      if (
        isPatient ||
        at.to - at.from < 2 ||
        /^(?:the )?(?:hospital|you|us|him|her|them)$/u.test(page.text.slice(at.from, at.to))
      )
        continue;
      return asAsked(page, { ...at, value: written(page, at.from, at.to), confidence });
    }
  }
  return undefined;
}
