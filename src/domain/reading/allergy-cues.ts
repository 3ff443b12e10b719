import { substancesAfter } from './allergen-list.ts';
import { rule } from './folding.ts';
import { type Page, sentenceAt } from './page.ts';
import { overlaps, type Stretch } from './stretch.ts';

/** Words that speak of allergies, and what they do to the names around them. */
export type Cue = Stretch & {
  readonly kind:
    | 'none'
    | 'unknown'
    | 'pending'
    | 'names-after'
    | 'names-before'
    | 'denied-after'
    | 'denied-before'
    | 'except';
};

const anyDrug =
  '(?:drug |medication |medicine |medical |food |significant |documented |reported |drug or food |food or drug )*';
const zhWhat = '(?:已知|任何|的|之|藥物|藥|食物|或|及|對|有|明顯)*';
const cueWords: readonly (readonly [Cue['kind'], string])[] = [
  [
    'except',
    `(?:nkda|nka|no (?:known )?${anyDrug}allerg(?:y|ies)|(?:無|沒有|未有)${zhWhat}過敏(?:史)?)\\s*[,(]?\\s*(?:except|apart from|other than|but|besides|除了?|只有|但)(?: (?:for|to|allergic to))?`,
  ],
  [
    'none',
    `\\bnkda\\b|\\bnka\\b|\\bnkfda\\b|\\bndka\\b|(?:no|nil|not|without|denies|denied|deny|denying)(?: any)?(?: known| hx of| history of)*\\s*${anyDrug}allerg(?:y|ies|ic history)(?: history| hx)?(?: known| to (?:any )?(?:drugs?|medications?|medicines?|food))?(?!\\s*(?:to|:)\\s*[a-z\\u0001])|not (?:known to be )?allergic to (?:any(?:thing| drugs?| medications?| medicines?)|drugs?|medications?|medicines?)|no (?:known )?(?:allergic reactions?|(?:drug |medication |food )?intoleranc(?:e|es))(?: to (?:any )?(?:drugs?|medications?|medicines?|foods?))?(?= *(?:[.,;)\\n]|$|in the past))|allerg(?:y|ies)(?: history| status)?(?:\\s*(?:[:=-]|is|are)\\s*|\\s+)(?:(?:nil|none|no|neg(?:ative)?|denie[sd]|noncontributory)(?: (?:known|reported|stated|by history|to (?:any )?(?:drugs?|medications?|medicines?)))*(?=\\s*(?:[,.;)\\n]|$))|nkda|nka|no(?:t)? known(?! to |[a-z ]{0,20}intoleran))(?![a-z])|(?<!有)(?:無|沒有|沒|冇|未有|未發現|否認(?:有)?|從無|並無)${zhWhat}(?:過敏|敏感)(?:史|紀錄|記錄|反應)?|(?:藥物|食物|藥)?(?:過敏|敏感)(?:史|紀錄|記錄|情況)?(?:\\s*:\\s*(?:無|冇|沒有|否認|未有|無已知|nil|none|no)|(?<=史)(?:無|沒有|否認))(?!\\p{Script=Han}*不詳)`,
  ],
  [
    'unknown',
    `allerg(?:y|ies)(?: history| status)?\\s*(?:[:=-]|is|are)?\\s*(?:unknown(?! (?:reaction|detail|type|severity))|not known|unclear|unsure|uncertain|not sure|cannot be obtained|unable to obtain|unobtainable|n/k|\\?+(?=\\s|$|[,.;]))|unknown\\s*${anyDrug}allerg(?:y|ies)|(?:unknown|unsure|not sure|uncertain) (?:if|whether|of|about)[^.,;\\n]{0,20}allerg(?:y|ies|ic)|(?:藥物|食物)?過敏(?:史|紀錄|記錄|情況)?\\s*[:：]?\\s*(?:不詳|未知|不明|不清楚|未能確定|未能提供)|(?:不知|不清楚|未知)(?:道)?(?:有無|有沒有|是否有?)?${zhWhat}過敏(?:史)?`,
  ],
  [
    'pending',
    'allerg(?:y|ies)(?: history| status)?\\s*(?:[:=-]|is|are)?\\s*(?:pending|to be (?:confirmed|checked|clarified)|tbc|not (?:yet )?(?:checked|asked|confirmed|verified|documented)|(?:will|to) check)|(?:藥物|食物)?過敏(?:史|紀錄|記錄|情況)?\\s*[:：]?\\s*(?:待(?:查|確認|核實|覆|報告|補)|未(?:確認|核實|查|問))',
  ],
  [
    'denied-after',
    '(?:not allergic|no (?:known )?(?:allergy|allergies|allergic reactions?)|(?:denies|denied|denying|without|nil)(?: any)? (?:allergy|allergies|allergic reactions?))\\s+to|(?:對)?(?:無|沒有|不)過敏[:：]',
  ],
  [
    'names-after',
    '(?:highly |very |severely |known |also )*allergic(?:\\s+(?:reactions? )?to|\\s*[:=])|allerg(?:y|ies)\\s+to|(?:drug |food |known |medication )?allerg(?:y|ies)(?: history| status)?\\s*(?:[:=]|-(?=\\s?[a-z]))|藥敏(?:史)?\\s*:?|anaphyla(?:xis|ctic)(?: reaction| shock)? (?:to|with|after)|(?:adverse (?:drug )?reactions?|adrs?|(?:drug )?intolerances?)(?: (?:to|with)|\\s*[:=])|(?:intolerant|hypersensitive) (?:to|of)|hypersensitivity to|(?:藥物|食物)過敏(?:史|紀錄|記錄)?[:：]?|過敏(?:史|紀錄|記錄|藥物|原)?\\s*[:：]|過敏史',
  ],
  [
    'names-before',
    'allergy|allergies|allergic(?!\\s*(?:rhinitis|conjunctivitis|dermatitis|asthma|sinusitis|to))|(?<=對[^。,;\\n]{1,16})敏感|(?:會|有|曾)?(?:嚴重|輕微|藥物)?過敏(?!性(?!休克)|史[:：]|:)(?:史|反應)?',
  ],
];
const cues = cueWords.map(([kind, words]) => [kind, rule(`(?<![a-z](?=[a-z]))(?:${words})`, 'gu')] as const);

/** The cues of a page, none inside the name of a disease such as allergic rhinitis. */
export function findCues(page: Page): Cue[] {
  const found: Cue[] = [];
  for (const [kind, finder] of cues) {
    for (const match of page.text.matchAll(finder)) {
      const cue = { kind, from: match.index, to: match.index + match[0].length };
      if (isOfSubstance(page, cue)) continue;
      const isWordOfDisease = page.hits.some(
        (hit) =>
          overlaps(hit, cue) &&
          hit.senses.some((sense) => sense.kind === 'problem') &&
          hit.to - hit.from >= cue.to - cue.from,
      );
      if (!isWordOfDisease && !found.some((each) => overlaps(each, cue))) found.push(cue);
    }
  }
  return found.sort((one, other) => one.from - other.from);
}

/**
 * "penicillin allergy no fever" and 盤尼西林過敏 無發燒 name an allergy; they do not deny it. With a colon it is a heading,
 * "on aspirin, allergies: nil", unless nothing that one can be allergic to stands behind it.
 */
function isOfSubstance(page: Page, cue: Cue): boolean {
  const words = page.text.slice(cue.from, cue.to);
  if (!statesAll.has(cue.kind) || !/^(?:allerg|过敏|敏感)/u.test(words)) return false;
  const isBehind = page.hits.some(
    (hit) =>
      /^ ?$/u.test(page.text.slice(hit.to, Math.max(hit.to, cue.from))) &&
      hit.to <= cue.from &&
      hit.senses.some(({ kind }) => kind === 'drug' || kind === 'allergen'),
  );
  if (!isBehind) return false;
  if (cue.kind === 'names-after') return substancesAfter(page, cue, sentenceAt(page, cue.from).to, false).length === 0;
  return !words.includes(':');
}
const statesAll: ReadonlySet<Cue['kind']> = new Set(['none', 'unknown', 'pending', 'names-after']);
