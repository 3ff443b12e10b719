import type { Finding } from '../record/finding.ts';
import { type Substance, substancesAfter, substancesBefore } from './allergen-list.ts';
import { isOfFamily } from './cues.ts';
import { rule } from './folding.ts';
import { type Page, placeOf, sentenceAt } from './page.ts';
import { readReaction, severityOf } from './reactions.ts';
import { sectionAt } from './sections.ts';
import { overlaps, type Stretch } from './stretch.ts';

/** `taken` are the words that speak of allergies: a drug named there is not being taken. */
export type Allergies = { readonly findings: readonly Finding[]; readonly taken: readonly Stretch[] };

type Cue = Stretch & {
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

const anyDrug = '(?:drug |medication |medicine |food |significant |drug or food |food or drug )*';
const zhWhat = '(?:已知|任何|的|之|藥物|藥|食物|或|及|對|有|明顯)*';
const cueWords: readonly (readonly [Cue['kind'], string])[] = [
  [
    'except',
    `(?:nkda|nka|no (?:known )?${anyDrug}allerg(?:y|ies)|(?:無|沒有|未有)${zhWhat}過敏(?:史)?)\\s*[,(]?\\s*(?:except|apart from|other than|but|besides|除了?|只有|但)(?: (?:for|to|allergic to))?`,
  ],
  [
    'none',
    `\\bnkda\\b|\\bnka\\b|\\bnkfda\\b|\\bndka\\b|(?:no|nil|not|without|denies|denied|deny|denying)(?: any)?(?: known| hx of| history of)*\\s*${anyDrug}allerg(?:y|ies|ic history)(?: history| hx)?(?: known| to (?:any )?(?:drugs?|medications?|medicines?|food))?(?!\\s*(?:to|:)\\s*[a-z\\u0001])|not (?:known to be )?allergic to (?:any(?:thing| drugs?| medications?)|drugs?|medications?)|allerg(?:y|ies)(?: history| status)?(?:\\s*(?:[:=-]|is|are)\\s*|\\s+)(?:(?:nil|none|no|neg(?:ative)?)(?=\\s*(?:[,.;)\\n]|$))|nkda|nka|no(?:t)? known(?! to ))(?![a-z])|(?<!有)(?:無|沒有|沒|冇|未有|未發現|否認(?:有)?|從無|並無)${zhWhat}(?:過敏|敏感)(?:史|紀錄|記錄|反應)?|(?:藥物|食物|藥)?(?:過敏|敏感)(?:史|紀錄|記錄|情況)?(?:\\s*:\\s*(?:無|冇|沒有|否認|未有|無已知|nil|none|no)|(?<=史)(?:無|沒有|否認))(?!\\p{Script=Han}*不詳)`,
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
    '(?:highly |very |severely |known |also )*allergic(?:\\s+(?:reactions? )?to|\\s*[:=])|allerg(?:y|ies)\\s+to|(?:drug |food |known |medication )?allerg(?:y|ies)(?: history| status)?\\s*(?:[:=]|-(?=\\s?[a-z]))|藥敏(?:史)?\\s*:?|anaphyla(?:xis|ctic)(?: reaction| shock)? (?:to|with|after)|(?:adverse (?:drug )?reactions?|adr) (?:to|with|:)|(?:藥物|食物)過敏(?:史|紀錄|記錄)?[:：]?|過敏(?:史|紀錄|記錄|藥物|原)?\\s*[:：]|過敏史',
  ],
  [
    'names-before',
    'allergy|allergies|allergic(?!\\s*(?:rhinitis|conjunctivitis|dermatitis|asthma|sinusitis|to))|(?<=對[^。,;\\n]{1,16})敏感|(?:會|有|曾)?(?:嚴重|輕微|藥物)?過敏(?!性(?!休克)|史[:：]|:)(?:史|反應)?',
  ],
];
const cues = cueWords.map(([kind, words]) => [kind, rule(`(?<![a-z](?=[a-z]))(?:${words})`, 'gu')] as const);

/** Reads what the note says of allergies: named ones, none, unknown, not yet asked. The four are never mixed up. */
export function readAllergies(page: Page): Allergies {
  const findings: Finding[] = [];
  const taken: Stretch[] = [];
  for (const cue of findCues(page)) {
    if (isOfFamily(page, cue)) {
      taken.push(sentenceAt(page, cue.from));
      continue;
    }
    taken.push(cue);
    if (cue.kind === 'none' || cue.kind === 'unknown' || cue.kind === 'pending') findings.push(stated(page, cue));
    else for (const each of named(page, cue, taken)) findings.push(each);
  }
  for (const section of page.sections.filter((each) => each.name === 'allergies')) {
    if (findings.some((each) => spanIn(page, each, section.body))) continue;
    for (const each of listed(page, section.body, taken)) findings.push(each);
  }
  return { findings: settled(findings), taken };
}

function findCues(page: Page): Cue[] {
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

const statusOf = { none: 'absent', unknown: 'unknown', pending: 'pending' } as const;

const stated = (page: Page, cue: Cue & { kind: string }): Finding => ({
  type: 'allergy',
  name: 'any drug',
  // The three kinds that reach here are the keys of the table.
  status: statusOf[cue.kind as keyof typeof statusOf],
  confidence: 0.95,
  source: placeOf(page, cue.from, cue.to),
});

const denial = rule(
  '(?:\\b(?:no|denies|denied|deny|denying|without|not|nil|never had)|無|沒有|否認|未有|並無|不)\\s*(?:any |known |history of |hx of |已知|有|對|任何|曾)*$',
);
const deniedLater = rule('^\\s*(?:-\\s*)?(?:denied|excluded|ruled out|\\(-\\)|已排除)');
const doubtLater = rule('^\\s*(?:\\?|\\(\\?\\)|not confirmed|unconfirmed|suspected|待確認|待查)');
const doubt = rule(
  '(?:\\?+|possible|possibly|probable|suspected|questionable|query|maybe|懷疑|可能|疑似|疑)\\s*(?:對)?$',
);

function named(page: Page, cue: Cue, taken: Stretch[]): Finding[] {
  const sentence = sentenceAt(page, cue.from);
  if (cue.kind === 'names-before' || cue.kind === 'denied-before') {
    const substances = substancesBefore(page, cue, sentence.from);
    if (substances.length === 0) return [];
    const start = substances[0]?.from ?? cue.from;
    const left = page.text.slice(sentence.from, start);
    taken.push({ from: start, to: cue.to });
    return substances.map((each, index) =>
      finding(page, each, {
        denied:
          denial.test(left) ||
          denial.test(page.text.slice(sentence.from, each.from)) ||
          deniedLater.test(page.text.slice(cue.to)),
        doubted: doubt.test(left) || doubtLater.test(page.text.slice(cue.to)),
        reactionAt: index === substances.length - 1 ? cue.to : undefined,
        taken,
      }),
    );
  }
  const section = sectionAt(page.sections, cue.from);
  const inSection = section?.name === 'allergies' && section.heading.from <= cue.to && cue.from <= section.heading.to;
  const limit = inSection ? section.body.to : sentence.to;
  if (inSection && page.text.slice(cue.to, limit).split('\n').length > 2)
    return listed(page, { from: cue.to, to: limit }, taken);
  const substances = substancesAfter(page, cue, limit, true);
  const denied =
    cue.kind === 'denied-after' ||
    (cue.kind === 'names-after' && denial.test(page.text.slice(sentence.from, cue.from)));
  return substances.map((each) =>
    finding(page, each, {
      denied: denied || deniedLater.test(page.text.slice(each.to)),
      doubted: doubt.test(page.text.slice(sentence.from, cue.from)) || doubtLater.test(page.text.slice(each.to)),
      reactionAt: each.to,
      taken,
    }),
  );
}

/** The lines under a heading of their own. */
function listed(page: Page, body: Stretch, taken: Stretch[]): Finding[] {
  const findings: Finding[] = [];
  let from = body.from;
  for (const line of page.text.slice(body.from, body.to).split('\n')) {
    const substances = substancesAfter(page, { from, to: from }, from + line.length, true);
    for (const each of substances)
      findings.push(finding(page, each, { denied: false, doubted: false, reactionAt: each.to, taken }));
    from += line.length + 1;
  }
  return findings;
}

type About = { denied: boolean; doubted: boolean; reactionAt: number | undefined; taken: Stretch[] };

function finding(page: Page, each: Substance, { denied, doubted, reactionAt, taken }: About): Finding {
  const sentence = sentenceAt(page, each.from);
  const reaction =
    reactionAt === undefined || denied
      ? undefined
      : readReaction(page.text.slice(reactionAt, Math.max(sentence.to, reactionAt)));
  const to = reaction === undefined || reactionAt === undefined ? each.to : reactionAt + reaction.to;
  taken.push({ from: each.from, to });
  const severity = reaction === undefined ? undefined : severityOf(reaction.words);
  return {
    type: 'allergy',
    name: page.original.slice(...spanOf(page, each)),
    ...(each.code === undefined ? {} : { code: each.code }),
    ...(each.ingredients.length === 0 ? {} : { ingredients: each.ingredients }),
    ...(reaction === undefined || reactionAt === undefined
      ? {}
      : {
          reaction: page.original.slice(
            ...spanOf(page, { from: reactionAt + reaction.from, to: reactionAt + reaction.to }),
          ),
        }),
    ...(severity === undefined ? {} : { severity }),
    status: denied ? 'absent' : 'present',
    confidence: Math.min(each.confidence, doubted ? 0.6 : 1),
    source: placeOf(page, each.from, to),
  };
}

const spanOf = (page: Page, each: Stretch): readonly [number, number] =>
  placeOf(page, each.from, each.to).span ?? [0, 0];

const spanIn = (page: Page, each: Finding, body: Stretch): boolean => {
  const [from, to] = spanOf(page, body);
  return each.source.span !== undefined && each.source.span[0] >= from && each.source.span[1] <= to;
};

/** Said twice is one finding; the surer reading stays. */
function settled(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const each of findings) {
    const twin = kept.findIndex((other) => other.source.span?.[0] === each.source.span?.[0]);
    if (twin === -1) kept.push(each);
    else if ((kept[twin]?.confidence ?? 0) < each.confidence) kept[twin] = each;
  }
  return kept;
}
