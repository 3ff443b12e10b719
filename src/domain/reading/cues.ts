import { rule } from './folding.ts';
import type { Page } from './page.ts';
import { type Hit, sentenceAt } from './page.ts';
import { sectionAt } from './sections.ts';

/** How the words around a finding bend it. */
export type Bent = {
  /** Denied by what follows: of a picture that is what it shows, not that it was not taken. */
  readonly isDeniedBehind: boolean;
  /** Said of what may come, and so of nothing that is. */
  readonly isSupposed: boolean;
  readonly status: 'present' | 'absent' | 'unknown' | 'pending';
  readonly hedged: boolean;
  readonly unsure: boolean;
  readonly family: boolean;
};

/** Known words are masked by what they are, so that a list of drugs is told from a list of complaints. */
const drugMask = '\u0001';
const otherMask = '\u0002';
const mask = `[${drugMask}${otherMask}]`;

/** The sentence up to the hit, with the other known words masked, so that a list reads as a list. */
export function before(page: Page, hit: { from: number }, from = sentenceAt(page, hit.from).from): string {
  return masked(page, from, hit.from);
}

export function after(page: Page, hit: { to: number }): string {
  const to = Math.max(sentenceAt(page, hit.to - 1).to, hit.to);
  return masked(page, hit.to, to);
}

function masked(page: Page, from: number, to: number): string {
  let text = '';
  let at = from;
  for (const other of page.hits) {
    if (other.from < at || other.to > to) continue;
    const isDrug = other.senses.some(({ kind }) => kind === 'drug');
    text += page.text.slice(at, other.from) + (isDrug ? drugMask : otherMask);
    at = other.to;
  }
  return text + page.text.slice(at, to);
}

const fillers = `(?:\\s|,|/|\\+|&|${mask}|or|and|nor|any|other|significant|further|known|past|previous|prior|recent|acute|new|obvious|clinical|evidence|signs?|symptoms?|history|hx|h/o|of|for|the|a|an|current|regular|use|taking|take|on|associated|complaints?|having|had|have|yet|likely|definite|such|as|experienc(?:ed?|ing)|、|及|或|和|與|同|任何|明顯|曾|有|過|已知|服用|患|患有|出現|伴|食|使用|的|之)`;
const denials = `(?:\\bno(?! relief| change| improvement)\\b|\\bdenie[sd]|\\bdeny(?:ing)?|\\bwithout|\\bnil|\\bnegative for|\\bnot\\b|\\bnever|\\bw/o|\\bfree of|\\babsence of|\\bno h/o|\\bno history of|\\bno evidence of|\\bruled out|\\bisn't|\\bdoesn't have|(?<!有)冇|沒有|沒|並無|未見|未有|否認|無明顯|無|未曾|從未|從無|排除|不是|(?<!是)否(?!認)|非)`;

const denied = rule(`(${denials})(${fillers}*)$`);
const deniedAfter = rule(
  `^\\s*(?:[:=]|\\()?\\s*(?:-ve\\b|\\(?-\\)|neg(?:ative)?\\b|nil\\b|absent\\b|none\\b|denied\\b|excluded\\b|ruled out\\b|not present\\b)|^\\s?[:(]\\s?(?:陰性|無|沒有|否認)|^(?:陰性|無|沒有)(?=[\\s,。;)]|$)`,
);
const firmList = /\b(?:or|nor|and)\b|\/|或|及|和/u;
const hedgeBefore = rule(
  `(?:\\?+\\s*|\\b(?:possible|possibly|probable|probably|suspect(?:ed|s)?|susp|likely|r/o|rule out|to exclude|tro|query|querying|maybe|may be|concern(?:ed)? (?:for|about)|worried about|ddx:?|疑|懷疑|可能|疑似|恐|待排(?:除)?|未排除|不排除|擔心))\\s*(?:a |an |the |acute |是|有|為|患|患有|:)?$`,
);
const hedgeBeforeZh = rule('(?:懷疑|可能|疑似|待排除|待排|未排除|不排除|疑|恐|擔心)(?:是|有|為|患有|患)?$');
const hedgeAfter = rule(
  '^\\s*(?:\\?|\\(\\?\\)|possible\\b|likely\\b|suspected\\b|tbc\\b|待查|可能|待排|\\(疑似\\)|\\(可能\\))',
);
/** What something is like, or might be behind a complaint, or is asked about, is not said to be so. */
const hedgedAtLength = rule(
  '(?:\\b(?:fe(?:els?|lt)|look(?:s|ed)?|sound(?:s|ed)?) like|\\bas (?:if|though)\\b|\\b(?:similar to|reminiscent of|mimick?(?:s|ing)|whether)\\b|\\b(?:possible|potential|likely|various) (?:a?etiolog\\w+|causes?|diagnos\\w+|triggers?)\\b|\\bdifferentials?\\b|\\bddx\\b|\\bpossibilit(?:y|ies)\\b|\\b(?:could|might) (?:be|represent|reflect)\\b|鑑別診斷)([^.;。]*)$',
);
/** Advice, risk and screening speak of what is not there (yet): nothing is told of the patient. */
const supposed = rule(
  '(?:\\bshould (?:he|she|they|you|the patient|it|symptoms?)\\b|\\b(?:return|call|contact|notify|present|go|come|seek)\\b[^.;。]{0,60}\\b(?:if|for|with|should)\\b|\\bif (?:he|she|they|you|there|the patient|any|new|worsening|symptoms?)\\b|\\bin (?:the )?(?:case|event) of\\b|\\b(?:risks?|chance) (?:of|for)\\b|\\bat risk\\b|\\bprevent(?:s|ed|ing|ion(?: of)?)?\\b|\\bprophyla(?:xis|ctic)\\b|\\bscreen(?:s|ed|ing)? for\\b|\\b(?:watch|monitor|look|check)(?:ing)? (?:out )?for\\b|\\bwarned? (?:of|about)\\b|\\bside effects?\\b|如有|若有|如出現|若出現|以防|預防|提防)([^.;。]*)$',
);
/** Said of what may come, and so no finding. */
export const isSupposed = (page: Page, hit: { from: number }): boolean => reaches(supposed, before(page, hit));

const unknownAfter = rule('^\\s*[:：]?\\s*(?:unknown|not known|unsure|uncertain|unclear|不詳|未知|不明|不清楚)');

const kin =
  '(?:(?:step|half-?)?(?:father|mother|brothers?|sisters?|siblings?|sons?|daughters?)|mum|mom|dad|parents?|(?:great-?\\s?)?(?:uncles?|aunts?|grand(?:father|mother|parents?|sons?|daughters?))|nephews?|nieces?|cousins?|relatives?|family members?|wife|husband|spouse|mg[mf]|pg[mf]|family (?:history|hx)(?: of)?|fhx?(?: of)?|f/h(?: of)?|家族(?:病)?史|家人|父親|父|爸爸|爸|母親|母|媽媽|媽|哥哥|兄長|弟弟|姐姐|姊姊|妹妹|兄弟|姊妹|祖父母?|祖母|外公|外婆|外祖父|外祖母)';
const kinFillers = `(?:\\s|,|/|${mask}|and|or|had|has|have|with|died|of|from|at|age|aged|\\d|a|an|history|hx|:|-|in|early|premature|suffers?|suffered|is|was|on|taking|takes|known|allergic|to|positive|both|for|及|和|與|有|患有|患|曾|曾患|死於|因|於|歲|時|都|亦|的|、|\\(|\\)|x|y|yo|m|f|對|服用|現服|過世|去世)`;
const ofKin = rule(`(?<![a-z])${kin}(?:'s)?(?!\\p{Script=Han}*(?:陪|帶|送|話|說|稱|表示))(?=[^,]|$)(${kinFillers}*)$`);
const notOfKin = rule(
  `(?:lives?|living|stays?|staying|accompanied|brought|came|together|care[drs]?|informed|with|by)\\s+(?:in\\s+)?(?:with|by|for)?\\s*(?:his|her|the)?\\s*${kin}[^.;]*$`,
);

/** "Her mother is 88, status post lung cancer": who stands at the head of a statement is spoken of to its end, or to the next person. */
const kinAtHead = rule(
  `(?:^|[.;:]\\s|,\\s?|\\bfor )\\s*(?:\\d+\\.\\s*)?(?:(?:his|her|their|the|a|an|one|two|three|both|some|many|several|multiple|patient's|maternal|paternal|older|elder|younger|young|late|\\d+[- ]years?[- ]old)\\s+)*${kin}(?:\\s*\\([^)]{0,20}\\))?\\s+(?:(?:also|both|had|has|have|apparently|reportedly|recently|then|who|is|was|are|were|and|${kin}|in|his|her|the)\\s+)*(?:died|dying|passed|passing|deceased|suffer(?:s|ed)|develop(?:ed|s)|diagnosed|status post|s/p|with|had|has|have|(?:is|was) \\d+|is notable|is remarkable|a history)\\b(?! (?:notic|been giving|brought|tried|given|seen|concern|called|taken|him|her\\b|it\\b|told|said|report|describ|witness|observ|stated|felt|thought|been (?:giv|worr|concern|treat)))([^.;。]*)$`,
);
const familyAtHead = rule(
  '(?:\\bfamily (?:medical |health )?(?:history|hx)\\b|\\bin (?:the|his|her|their) family\\b|\\bfamily was\\b)([^.;。]*)$',
);
const anotherSubject = /\b(?:patient|pt|he|she|i|we)\b|病人|患者/u;
/** "Diabetes in her father", "on both sides of the family". */
const kinBehind = rule(
  `^[^.;:\\n]{0,70}?\\b(?:in|on|of|among|runs in)\\s+(?:(?:his|her|their|the|a|both|either|all|distant|patient's|maternal|paternal|father's|mother's|other)\\s+)*(?:(?:sides?|members?) (?:of )?(?:the |her |his )?family|family\\b|${kin})(?!'?s? (?:room|doctor|physician|medicine|practi|clinic))`,
);

/** Is this said of somebody in the family, not of the patient? */
export function isOfFamily(page: Page, hit: { from: number; to?: number }): boolean {
  const section = sectionAt(page.sections, hit.from);
  if (section?.name === 'family') return true;
  const words = before(page, hit);
  if (ofKin.test(words) && !notOfKin.test(words)) return true;
  const headed = kinAtHead.exec(words)?.at(-1) ?? familyAtHead.exec(words)?.at(-1);
  if (headed !== undefined && !anotherSubject.test(headed)) return true;
  if (hit.to === undefined) return false;
  const behind = kinBehind.exec(after(page, { to: hit.to }))?.[0];
  return behind !== undefined && !anotherSubject.test(`${words} ${behind}`.replace(/patient's/gu, ''));
}

export function bend(page: Page, hit: Hit): Bent {
  const left = before(page, hit);
  const right = after(page, hit);
  const { absent, unsure } = denialOf(
    left,
    right,
    hit.senses.some(({ kind }) => kind === 'problem'),
  );
  const hedged =
    hedgeBefore.test(left) || hedgeBeforeZh.test(left) || hedgeAfter.test(right) || reaches(hedgedAtLength, left);
  const status = absent ? 'absent' : unknownAfter.test(right) ? 'unknown' : 'present';
  return {
    status,
    hedged,
    unsure,
    family: isOfFamily(page, hit),
    isSupposed: reaches(supposed, left),
    isDeniedBehind: deniedAfter.test(right),
  };
}

/** The words of a rule stand before it, and nothing between begins a statement of its own. */
const reaches = (words: RegExp, left: string): boolean => {
  const between = words.exec(left)?.at(-1);
  return (
    between !== undefined &&
    !/\b(?:but|however|although|though|except|reports?|denie[sd]|presents?|presented)\b|但|惟/u.test(between)
  );
};

/** A picture may be negative and was taken; only an illness is denied by the words further off. */
function denialOf(left: string, right: string, isIllness: boolean): { absent: boolean; unsure: boolean } {
  if (/non-\s*$/u.test(left) || deniedAfter.test(right) || (isIllness && deniedAtOnce.test(left)))
    return { absent: true, unsure: false };
  const list = denied.exec(left);
  // "no chest pain, SOB for two days" may or may not deny the second; only a list that says "or" or "and" is certain.
  if (list !== null) return { absent: true, unsure: list[2]?.includes(',') === true && !isFirmList(list[2], right) };
  // "denies fever, chills, sore throat or cough": a spoken denial reaches over words we do not know, to the next turn of the sentence.
  const spoken = deniedAtLength.exec(left)?.[1];
  if (spoken !== undefined && !turnOfDenial.test(spoken)) return { absent: true, unsure: false };
  const had = isIllness ? notHad.exec(left)?.[1] : undefined;
  if (had !== undefined && !turnOfDenial.test(had)) return { absent: true, unsure: false };
  const loose = noAtLength.exec(left)?.[1];
  const listed = noInList.exec(left)?.[1];
  if (listed !== undefined && !turn.test(listed) && endsInOr.test(right)) return { absent: true, unsure: false };
  if (loose === undefined || turn.test(loose)) return { absent: false, unsure: false };
  return /\b(?:or|nor)\b[^,]*$/u.test(loose) ? { absent: true, unsure: false } : { absent: false, unsure: true };
}

/** "Negative nausea", "no lower extremity edema": the denial stands at once before it, with at most a few words that describe it. */
const deniedAtOnce = rule(
  `(?:\\bnegative(?: for)?\\s+|\\b(?:no|without)\\s+(?!longer\\b|relief|change|improvement|control|doubt|response|worse|better|progress)(?:(?!(?:in|of|for|from|to|with|after|since|due|because|on|by|as|than|or|and|but|at|per|until|had|has|is|was|that|which|who|he|she|known|treatment|medications?|meds|follow)\\b)[a-z][a-z/-]*\\s+){1,3}|\\bno longer (?:has|having|had|have|suffer(?:s|ing) from|complain(?:s|ing) of|experienc(?:es|ing))\\s+(?:any )?)$`,
);
const deniedAtLength = rule(
  '(?:\\bden(?:ies|ied|ying|y)\\b|\\bnegative for\\b|\\b(?:nobody|no ?one|none)\\b|否認)([^.;。]*)$',
);
/** "Does not have a cough or a sore throat", "has not been diagnosed with hypertension": what was not had, seen or felt. */
const notHad = rule(
  "(?:\\bnot|n't) (?:currently |formally |really |actually |ever |been |yet |to )*(?:have(?! had (?:his|her|the))|having|had(?! (?:his|her|the|their))|ha(?:ve|d) any|appear|feel|experienc(?:e|ed|ing)|report(?:ing)?|endors(?:e|ing)|complain(?:ing)? of|notic(?:e|ed|ing)|show|reveal|demonstrate|suffer(?:ing)? from|diagnosed with|bothered by|think (?:he|she|they) ha(?:s|ve))\\b(?! (?:any |a |an |significant |much )*(?:his|her|the|their|relief|improve|change|control|resol|wors|better|much|enough|good))([^.;。]*)$",
);
/** The list goes on and ends in "or": "no fever, chills, cough, or rash" denies each of them. */
const endsInOr = rule('^(?:\\s*,[^,.;:()]{1,40}){0,7}\\s*,?\\s*(?:or|nor)\\b');
/** A spoken denial goes on over "pain with urination"; a preposition begins something new only behind a comma. */
const turnOfDenial = rule(
  '\\b(?:but|however|except|although|though|apart|endorses?|reports?|reported|states?|admits?|complains?|has|had|notes?|noted|now|presents?|presented|developed|started|does|pmh|known)\\b|\\band (?:also |now |then |recently )*(?:is|are|was|were|he|she|they|i|we|takes?|has)\\b|,\\s*(?:i|we|he|she|they)\\b|\\b(?:medications?|medicines?|meds|treatment|inhalers?) for\\b|,\\s*(?:and )?(?:with|on|for|since|having|have)\\b|\\bx\\s?\\d|\\b\\d+\\s?(?:days?|weeks?|hours?|h|d)\\b|但|惟|現|今|有|患|出現|主訴|因',
);
const noAtLength = rule(
  '(?:\\bno\\b(?! relief| change| improvement)|\\bwithout\\b)((?:[^.;。,]{1,25},){1,4}[^.;。,]{0,25}|[^.;。,]{1,40}\\b(?:or|nor)\\b[^.;。,]{0,25})$',
);
const noInList = rule('\\b(?:no|without)\\b(?! relief| change| improvement)((?:[^.;。,]{1,45},){1,8}[^.;。,]{0,25})$');
/** Words that begin a statement of their own. */
const turn = rule(
  '\\b(?:but|however|except|although|though|apart|endorses?|reports?|reported|states?|admits?|complains?|has|had|have|having|notes?|noted|now|presents?|presented|developed|started|since|with|on|for|x\\s?\\d|\\d+\\s?(?:days?|weeks?|hours?|h|d)|pmh|known)\\b|但|惟|現|今|有|患|出現|主訴|因',
);

const isFirmList = (between: string, right: string): boolean =>
  firmList.test(between) ||
  endsInOr.test(right) ||
  new RegExp(`^(?:[\\s,]|${mask})*(?:or|nor|and|及|或|和)\\b`, 'u').test(right);
