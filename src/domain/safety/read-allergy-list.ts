import { findCues } from '../reading/allergy-cues.ts';
import { rule } from '../reading/folding.ts';
import { type Hit, layOpenLine, type Page, senseOf, written } from '../reading/page.ts';
import type { Allergy, AllergyStatement } from './case.ts';
import type { Safety } from './compile.ts';
import type { ReactionKind } from './tables.ts';

/** One line of a list of allergies as a caller gives it. */
export type AllergyLine = {
  readonly text: string;
  readonly sideEffect?: boolean;
  readonly denied?: boolean;
  readonly document?: string;
};

export type ReadAllergies = {
  readonly allergies: readonly Allergy[];
  readonly statement: AllergyStatement;
  readonly unrecognised: readonly string[];
};

/** Reads a list of allergies: substances, reactions, and what is said of all of them ("NKDA", "unknown"). */
export function readAllergyList(safety: Safety, lines: readonly AllergyLine[]): ReadAllergies {
  const allergies: Allergy[] = [];
  const unrecognised: string[] = [];
  let none = false;
  let unknown = false;
  for (const line of lines)
    for (const part of partsOf(line.text)) {
      const page = layOpenLine(safety.lexicon, part);
      const stated = statementOf(page);
      none ||= stated === 'none';
      unknown ||= stated === 'unknown';
      if (stated !== undefined) continue;
      const found = allergiesIn(safety, page, line);
      allergies.push(...found.allergies);
      if (found.isUnread) unrecognised.push(part);
    }
  const listed = allergies.some((each) => !each.denied) || unrecognised.length > 0;
  return {
    allergies,
    unrecognised,
    statement: listed
      ? none
        ? 'contradictory'
        : 'listed'
      : none
        ? 'none'
        : unknown || lines.length === 0
          ? 'unknown'
          : 'listed',
  };
}

/** Commas divide, but not inside brackets, and not in front of a reaction. */
const partsOf = (text: string): string[] =>
  text
    .split(/[;；\n\r]+|[,，、](?![^()（）]*[)）])/u)
    .reduce<string[]>((parts, each) => {
      const last = parts.length - 1;
      if (reactionFirst.test(each.toLowerCase()) && parts[last] !== undefined) parts[last] += `, ${each}`;
      else parts.push(each);
      return parts;
    }, [])
    .map((part) => part.trim().replace(heparinInduced, 'heparin (HIT)'))
    .filter((part) => part !== '');

/** "HIT" in a list of allergies is what heparin did. */
const heparinInduced = /^HIT(?:\s*(?:type\s*)?(?:II|2))?$/u;

const reactionFirst = rule(
  '^\\s*(?:rash|hives|urticaria|itch|anaphyla|angio|swelling|nausea|vomit|diarrh|gi |cough|sob|wheez|severe|mild|moderate|reaction|causing|caused|fever|dizz|headache|sjs|ten\\b|dress|unknown reaction|side effect|出疹|紅疹|皮疹|腫|嘔|肚|咳|痕癢|氣促|休克)',
);
const plainNone = rule('^(?:nil|none|no|nkda|nka|nkfda|ndka|n/a|negative|-|無|沒有|冇|否認)(?: known)?[.\\s]*$');
const plainUnknown = rule(
  '^(?:unknown|not known|unclear|unsure|\\?+|n/k|not (?:asked|recorded|checked)|pending|不詳|未知|不明|不清楚)[.\\s]*$',
);
const except = rule('except|apart from|other than|除');

function statementOf(page: Page): 'none' | 'unknown' | undefined {
  if (plainNone.test(page.text)) return 'none';
  if (plainUnknown.test(page.text)) return 'unknown';
  // "no known allergy except penicillin" lists an allergy; it contradicts nothing.
  const cue = findCues(page).find(({ kind }) => kind === 'none' || kind === 'unknown' || kind === 'pending');
  if (cue === undefined || except.test(page.text)) return undefined;
  return cue.kind === 'none' ? 'none' : 'unknown';
}

function allergiesIn(safety: Safety, page: Page, line: AllergyLine): { allergies: Allergy[]; isUnread: boolean } {
  const hits = page.hits.filter((hit) => (senseOf(hit, 'drug') ?? senseOf(hit, 'allergen')) !== undefined);
  if (hits.length > 0) return { allergies: hits.map((hit) => allergyAt(safety, page, hit, line)), isUnread: false };
  const start = leading.exec(page.text)?.[0].length ?? 0;
  const word = name.exec(page.text.slice(start))?.[0].replace(trailing, '');
  const mended =
    word === undefined ? undefined : (safety.names.mend(word) ?? safety.names.mend(word.split(' ')[0] ?? ''));
  if (word === undefined || mended === undefined || 'rivals' in mended) return { allergies: [], isUnread: true };
  const hit: Hit = { from: start, to: start + word.length, senses: [mended.sense] };
  return { allergies: [{ ...allergyAt(safety, page, hit, line), guessed: true }], isUnread: false };
}

const leading = rule(
  '^(?:\\s|[-•*.:]|(?:allerg(?:y|ic|ies)|drug|known|to|adr|reaction|severe|mild)(?![a-z])|對|過敏|藥物)+',
);
const name = rule("^[\\p{L}][\\p{L}'’-]*(?:[ /-][\\p{L}][\\p{L}'’-]*){0,2}");
const trailing = rule('(?:\\s(?:allergy|allergic|rash|anaphylaxis|reaction|hives|drugs?|intolerance)|過敏)+$');

function allergyAt(safety: Safety, page: Page, hit: Hit, line: AllergyLine): Allergy {
  const drug = senseOf(hit, 'drug');
  const allergen = senseOf(hit, 'allergen');
  const sense = drug ?? allergen;
  const product = sense === undefined ? undefined : safety.units.productOf(sense);
  const recordedClass = drug === undefined && allergen?.code !== undefined ? allergen.code.slice(6) : undefined;
  const rest = `${page.text.slice(0, hit.from)} ${page.text.slice(hit.to)}`;
  const { kinds, intolerance } = reactionKinds(rest, line.sideEffect === true);
  if (recordedClass !== undefined) kinds.add('class-recorded');
  const reaction = rest.replace(/^[\s():,-]+|[\s():,.-]+$/gu, '');
  return {
    written: written(page, hit.from, hit.to),
    ...(product === undefined ? {} : { product }),
    ...(recordedClass === undefined ? {} : { recordedClass }),
    ...(reaction === '' ? {} : { reaction }),
    kinds,
    intolerance,
    denied: line.denied === true || denied.test(page.text) || relative.test(page.text) || isTolerated(page.text, hit),
    guessed: false,
    ...(line.document === undefined ? {} : { document: line.document }),
  };
}

/** "tolerated amoxicillin" speaks of amoxicillin, not of what stands before it. */
const isTolerated = (text: string, { from, to }: Hit): boolean =>
  /(?:tolerate[sd]?|tolerating|ok with|fine with)(?: an?)? $/u.test(text.slice(0, from)) ||
  /^\s*[-(,:]*\s*(?:was |is )?tolerated\b(?! [a-z])/u.test(text.slice(to));

/** Somebody else's allergy. "Mother reports an allergy" is the child's own. */
const relative = rule(
  "(?<![a-z])(?:mother|father|brother|sister|sibling|grandmother|grandfather|wife|husband)(?:'s)? (?:is |was |has |had |also )?(?:an? )?(?:known )?allerg|family history|家族|(?:母親|父親|媽媽|爸爸|兄|弟|姊|妹)(?:對|有|也|亦)",
);

const denied = rule(
  '(?<![a-z])(?:not allergic|no (?:known )?allergy to|denies|denied|refuted|ruled out|excluded|de-?labell?ed|disproved|false)(?![a-z])|不過敏|沒有過敏|已排除|否認',
);
const kindWords: readonly (readonly [Exclude<ReactionKind, 'class-recorded'>, RegExp])[] = [
  [
    'severe',
    rule(
      'anaphyla|angio-?o?edema|\\bsjs\\b|stevens|\\bten\\b|toxic epidermal|\\bdress\\b|severe|life.?threat|shock|\\bsob\\b|dyspn|breath|bronchospasm|airway|throat|collapse|facial swelling|swollen face|tongue|\\bhit\\b|過敏性休克|休克|呼吸困難|氣促|喉|面腫|嘴腫|唇腫|血管性水腫|嚴重|史提芬|表皮|immediate',
    ),
  ],
  [
    'skin',
    rule('\\bsjs\\b|stevens|\\bten\\b|toxic epidermal|\\bdress\\b|\\bscar\\b|blister|exfoliat|史提芬|表皮|剝脫'),
  ],
  ['respiratory', rule('asthma|bronchospasm|wheez|\\baerd\\b|\\bsob\\b|breath|哮喘|氣喘|氣促|呼吸困難')],
  [
    'angioedema',
    rule('angio-?o?edema|swollen (?:face|lips?|tongue)|(?:face|facial|lip|tongue) swelling|面腫|嘴腫|唇腫|血管性水腫'),
  ],
  ['cough', rule('cough|咳')],
  ['itching', rule('itch|prurit|flush|痕癢|搔癢|瘙癢|潮紅')],
  ['infusion', rule('red.?man|infusion|flush')],
];
const milder = rule(
  'nausea|vomit|gi upset|gi intoleran|upset stomach|stomach|gastric|dyspepsia|epigastric|abdominal|diarrh|constipat|cough|dizz|headache|drows|insomnia|side.?effect|intoleran|adverse effect|bloat|heartburn|muscle (?:pain|ache)|myalgia|palpitation|tremor|副作用|作嘔|嘔|惡心|肚瀉|腹瀉|肚痛|胃痛|胃|頭暈|頭痛|便秘|咳|不適|不耐',
);
const truly = rule(
  'rash|hives|urticaria|swell|anaphyla|angio|bronchospasm|wheez|\\bsob\\b|breath|shock|\\bsjs\\b|\\bten\\b|stevens|\\bdress\\b|blister|exanthem|eczema|疹|腫|蕁麻|休克|呼吸|氣促|過敏反應|hepatitis|agranulocyt|\\bhit\\b|thrombocytop',
);

function reactionKinds(text: string, isSideEffect: boolean): { kinds: Set<ReactionKind>; intolerance: boolean } {
  const kinds = new Set<ReactionKind>(kindWords.filter(([, words]) => words.test(text)).map(([kind]) => kind));
  return { kinds, intolerance: !truly.test(text) && (isSideEffect || milder.test(text)) };
}
