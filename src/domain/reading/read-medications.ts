import type { Finding } from '../record/finding.ts';
import { after, before, isOfFamily } from './cues.ts';
import { type Dosing, doseInFront, readDosing } from './dose.ts';
import { rule } from './folding.ts';
import type { Sense } from './lexicon.ts';
import { type Hit, hitsOf, type Page, placeOf, senseOf, sentenceAt, written } from './page.ts';
import { sectionAt } from './sections.ts';
import { overlaps, type Stretch } from './stretch.ts';
import { unknownDrugs } from './unknown-drugs.ts';

type DrugSense = Sense & { kind: 'drug' };
type Course = 'current' | 'started' | 'stopped' | 'changed';

/** Eaten and drunk, not prescribed: of interest to a rule, but no medication of the patient. */
const notTaken = new Set(['food', 'alcohol', 'live_vaccine']);

/** "Insulin-dependent", "steroid-induced", "warfarin level", "aspirin allergy clinic": the word is part of another. */
const partOfAnother = rule(
  '^(?:-\\s?|\\s(?=dependent|resistan|naive|induced))(?:dependen\\w+|resistan\\w+|sensitiv\\w+|induced|naive|related|associated|free|like|refractory|respons\\w+)\\b|^\\s(?:toxicity|overdose|resistance|sensitivity|poisoning)\\b',
);
const isPartOfAnother = (page: Page, hit: Hit): boolean =>
  partOfAnother.test(page.text.slice(hit.to)) ||
  /\bnon-\s?$/u.test(page.text.slice(Math.max(0, hit.from - 5), hit.from));

/** What is taken, started, stopped or not taken. `spoken` are stretches that other readers have claimed, such as an allergy. */
export function readMedications(page: Page, spoken: readonly Stretch[]): Finding[] {
  const free = (each: Stretch) => !spoken.some((other) => overlaps(other, each));
  const drugs = hitsOf(page, 'drug').filter(
    (hit) => free(hit) && !isLabValue(page, hit) && !isPartOfAnother(page, hit),
  );
  const known = drugs.map((hit) => medicationAt(page, hit)).filter((each) => each !== undefined);
  const doubtful = unknownDrugs(page, [...spoken, ...known.map(({ place }) => place)]).map((each) =>
    unknownMedication(page, each),
  );
  return [...known.map(({ finding }) => finding), ...doubtful, ...noneSaid(page)];
}

/** Folic acid or iron with a level in blood behind it is a result. */
const isLabValue = (page: Page, hit: Hit): boolean =>
  senseOf(hit, 'test') !== undefined &&
  /^[\s:=]*[<>]?\d+(?:\.\d+)?\s*(?:nmol|umol|pmol|ug\/l|ng\/)/u.test(page.text.slice(hit.to));

type Placed = { readonly finding: Finding; readonly place: Stretch };

function medicationAt(page: Page, hit: Hit): Placed | undefined {
  const sense = senseOf(hit, 'drug');
  if (sense === undefined || sense.classes.some((each) => notTaken.has(each)) || isOfFamily(page, hit))
    return undefined;
  const place = shared(page, hit, withDose(page, hit));
  const { course, status, sure } = said(page, hit, place.dosing);
  return {
    place: { from: place.from, to: place.to },
    finding: {
      type: 'medication',
      name: written(page, hit.from, hit.to),
      ...(sense.code === undefined ? {} : { code: sense.code }),
      ingredients: sense.ingredients,
      ...place.dosing,
      course,
      status,
      confidence: sure,
      source: placeOf(page, place.from, place.to),
    },
  };
}

type Dosed = ReturnType<typeof withDose>;

/** "Lisinopril/hydrochlorothiazide 20/25 mg": the first figure is of the first name, the second of the second. */
function shared(page: Page, hit: Hit, own: Dosed): Dosed {
  const isJoined = (one: Stretch, other: Stretch) =>
    /^\s?[/+-]\s?$/u.test(page.text.slice(one.to, Math.max(one.to, other.from)));
  const drugs = hitsOf(page, 'drug');
  const at = drugs.findIndex((other) => other.from === hit.from);
  const [before, next] = [drugs[at - 1], drugs[at + 1]];
  const dosed = next !== undefined && isJoined(hit, next) ? withDose(page, next) : undefined;
  const parts = twoFigures.exec((dosed ?? own).dosing.dose ?? '');
  if (parts === null || (dosed === undefined && (before === undefined || !isJoined(before, hit)))) return own;
  const [, first = '', second = '', unit = ''] = parts;
  return dosed === undefined
    ? { ...own, dosing: { ...own.dosing, dose: `${second} ${unit}` } }
    : { from: own.from, to: own.to, dosing: { ...dosed.dosing, dose: `${first} ${unit}` } };
}
const twoFigures = /^(\d[\d.]*)\/(\d[\d.]*) (mg|mcg|g|units)$/u;

/** The dose that belongs to a drug, behind or in front of its name, and the stretch of both together. */
export function withDose(page: Page, hit: Stretch) {
  const sentence = sentenceAt(page, hit.from);
  // The dose of the next drug is not ours; nor is anything beyond the sentence or the line.
  const next = page.hits.find(
    (other) =>
      other.from >= hit.to &&
      (senseOf(other, 'drug') ?? senseOf(other, 'test')) !== undefined &&
      !isSalt(page, hit, other),
  );
  const end = Math.max(hit.to, Math.min(next?.from ?? page.text.length, sentence.to));
  // "From 10 mg to 20 mg": the dose is the new one.
  const change = fromTo.exec(page.text.slice(hit.to, end))?.[0].length ?? 0;
  const read = readDosing(page.text.slice(hit.to + change, end));
  const behind = { dosing: read.dosing, length: read.length === 0 ? 0 : change + read.length };
  const unbracketed = behind.length > 0 ? hit.to + behind.length : hit.to;
  if (behind.dosing.dose !== undefined) return { from: hit.from, to: unbracketed, dosing: behind.dosing };
  const front = doseInFront(page.text.slice(sentence.from, hit.from));
  if (front === undefined) return { from: hit.from, to: unbracketed, dosing: behind.dosing };
  return { from: hit.from - front.length, to: unbracketed, dosing: { ...behind.dosing, dose: front.dose } };
}

const fromTo = rule('^\\s+from\\s+\\d[\\d.,/]*\\s?(?:mg|mcg|g|units?|ml|毫克)?(?:\\s+[a-z]+){0,4}?\\s+to\\s+(?=\\d)');
const salt = rule('^(?:sodium|potassium|calcium|magnesium|鈉|鉀|鈣|鎂)$');
/** The potassium of "losartan potassium 50 mg" belongs to the name. */
const isSalt = (page: Page, name: Stretch, other: Stretch): boolean =>
  page.text.slice(name.to, other.from).trim() === '' && salt.test(page.text.slice(other.from, other.to));

const drugsBetween =
  '(?:\\s|,|/|\\+|&|\\u0001|and|or|\\d|\\.|mg|mcg|g|od|bd|tds|daily|the|his|her|on|with|taking|of|、|及|和|、|了|毫克|每日|用|服)*';
const courses: readonly (readonly [Course, RegExp])[] = [
  [
    'stopped',
    rule(
      `(?:\\b(?:stop(?:ped|ping)?|discontinu(?:ed?|ing|ation of)|d/c(?:ed)?|off|ceased?|withheld|withhold|held|hold|omit(?:ted)?|no longer (?:on|taking))|停(?:用|服|止|了|藥)?|已停|中止|暫停)${drugsBetween}$`,
    ),
  ],
  [
    'changed',
    rule(
      `(?:\\b(?:increas(?:ed?|ing)|decreas(?:ed?|ing)|reduc(?:ed?|ing)|titrat(?:ed?|ing)|chang(?:ed?|ing)|switch(?:ed)?(?: to| from)?|adjust(?:ed)?|up|stepped up)|加(?:大|量|至)|減(?:少|量|至)|調整|轉用|改服|改用|改為)${drugsBetween}$`,
    ),
  ],
  [
    'started',
    rule(
      `(?:\\b(?:start(?:ed|ing)?|commenc(?:ed?|ing)|initiat(?:ed?|ing)|given|gave|loaded|load|new|added?|prescribed|rx|received|administered)|開始(?:服)?|新(?:處方|加|開)|已(?:給|俾|畀|服)|給予|給了|俾咗|注射|加用|處方|開了)${drugsBetween}$`,
    ),
  ],
];
const coursesAfter: readonly (readonly [Course, RegExp])[] = [
  [
    'stopped',
    rule(
      '^[^,;\\n\\u0001]{0,25}?(?:(?:\\(|\\b|\\s)(?:stopped|discontinued|withheld|held|ceased|on hold)|已停|停用|停服|停了|停藥|暫停)',
    ),
  ],
  ['changed', rule('^[^,;\\u0001]{0,25}?(?:increased|decreased|reduced|changed|titrated|改為|加至|減至|增至)')],
  [
    'started',
    rule('^[^,;\\u0001]{0,25}?(?:\\b(?:stat|given|loaded|started|commenced|administered|newly)\\b|即時|已給|新加)'),
  ],
];

function courseOf(page: Page, hit: Hit, frequency: string | undefined): Course {
  const left = before(page, hit);
  const right = after(page, hit);
  const found = courses.find(([, words]) => words.test(left)) ?? coursesAfter.find(([, words]) => words.test(right));
  if (found !== undefined) return found[0];
  if (isUnderStopped(page, hit)) return 'stopped';
  return frequency?.startsWith('immediately') === true ? 'started' : 'current';
}

const stoppedHeading = rule('discontinued|stopped|ceased|on hold|held|停');
/** "Discontinued medications:" is said once for all that stand under it. */
function isUnderStopped(page: Page, hit: Stretch): boolean {
  const section = sectionAt(page.sections, hit.from);
  return (
    section?.name === 'medications' && stoppedHeading.test(page.text.slice(section.heading.from, section.heading.to))
  );
}

const notOn = rule(
  '(?:\\bnot\\s+(?:currently\\s+)?(?:on|taking|using)|\\bnever\\s+(?:been\\s+)?(?:on|took|taken|taking)|\\bden(?:ies|ied|ying)(?:\\s+(?:taking|use of|using|any))*|\\bno\\s+(?:regular|current|use of|h/o|history of)?|\\bwithout|沒有?(?:服用|食|用|在服)?|無(?:服用|食|用)|未(?:有)?(?:服用|食|用)|否認(?:服用|食|有服)?|並無(?:服用)?)(?:\\s|\\u0001|,|or|nor|any|/|及|或|、)*$',
);
const notOnAfter = rule('^\\s*(?:-\\s*)?(?:nil\\b|never\\b|not taken|not taking|:\\s*no\\b|\\(-\\)|-ve\\b)');

const isNotTaken = (page: Page, hit: Hit): boolean =>
  notOn.test(before(page, hit)) || notOnAfter.test(after(page, hit));

/**
 * "Stopped aspirin, clopidogrel 75 mg daily": behind a comma and with a dose of its own the second drug is more likely taken.
 * It is read so, and shown as not sure.
 */
function isBehindComma(page: Page, hit: Hit, dosing: Dosing): boolean {
  if (dosing.dose === undefined) return false;
  const left = before(page, hit);
  const cue = [notOn, ...courses.filter(([course]) => course !== 'started').map(([, words]) => words)]
    .map((words) => words.exec(left)?.[0])
    .find((words) => words !== undefined);
  return cue !== undefined && /[,、]/u.test(cue);
}

/** How a drug is taken, bent by the words around it. */
export function said(
  page: Page,
  hit: Hit,
  dosing: Dosing,
): { course: Course; status: 'present' | 'absent'; sure: number } {
  if (isBehindComma(page, hit, dosing))
    return {
      course: dosing.frequency?.startsWith('immediately') === true ? 'started' : 'current',
      status: 'present',
      sure: 0.7,
    };
  if (isAdvisedAgainst(page, hit)) return { course: 'current', status: 'absent', sure: 0.7 };
  const course = courseOf(page, hit, dosing.frequency);
  // What was taken once is shown as not taken any more, and as not sure: nobody wrote that it was stopped.
  if (course !== 'stopped' && isOfThePast(page, hit)) return { course: 'stopped', status: 'present', sure: 0.6 };
  return {
    course,
    status: isNotTaken(page, hit) ? 'absent' : 'present',
    sure: isAsked(page, hit) || isSupposedToBe(page, hit) ? 0.5 : 0.95,
  };
}

const listOfDrugs =
  '(?:\\s|,|/|\\u0001|and\\b|or\\b|nor\\b|both|any|all|the|his|her|use of|taking|a|some|dose|doses|of|other)*';
const past = rule(
  `(?:\\bused to (?:be on|take|use|have been on)|\\b(?:previous(?:ly)?|formerly|prior|earlier|once) (?:been )?(?:on|took|taken|taking|used|using|tried|treated with|managed with|received|use of|given|trial of|course of)|\\b(?:has|had|have|was|were) (?:been )?(?:previously|formerly) (?:been )?(?:on|taking|using|treated with|prescribed|given)|\\b(?:in the past|previously|formerly),? (?:he|she|they|the patient|pt)? ?(?:has |had |have |was |were )?(?:been |also )*(?:on|took|taken|taking|used|tried|treated with|given|prescribed)|\\b(?:has|had|have)? ?(?:also )?tried(?: (?:taking|using|applying))?|\\bhad (?:been|had) (?:on|taking|treated with)|\\bfailed|\\b(?:recently |just |already )?(?:finished|completed)(?: (?:a|the|his|her|\\w+[- ]days?) (?:course of)?)?|以前(?:服用?|食)|曾(?:服用?|用)|之前(?:服用?|食))${listOfDrugs}$`,
);
const pastBehind = rule(
  '^[^.;,\\n]{0,30}?\\bin the past\\b(?! (?:few |several |couple of |\\d+ |two |three |six )?(?:year|month|week|day|hour))|^[^.;\\n]{0,50}?\\b(?:which|that|both of which|all of which) (?:was|were|has been|have been|had been) (?:stopped|discontinued|ceased)|^[^.;\\n,]{0,40}?\\b(?:was|were|had been|has been) (?:completed|finished)',
);
const isOfThePast = (page: Page, hit: Hit): boolean =>
  past.test(before(page, hit)) ||
  (pastBehind.test(after(page, hit)) && !/\b(?:start|began|since|increas|chang)\w*/u.test(after(page, hit)));

const against = rule(
  `(?:\\bavoid(?:s|ed|ing)?|\\bcontraindicat\\w+(?: for| to)?|\\bpreclud(?:e|es|ed|ing)|\\bunable to (?:take|tolerate|use)|\\b(?:not|n't) (?:able to )?(?:take|tolerate|use)|\\bnot (?:a )?candidates? for|\\bdeclin(?:es|ed|ing)|\\brefus(?:es|ed|ing)|\\b(?:instead|rather than|in lieu) (?:of )?|\\bstop taking|\\b(?:not|n't) (?:been |currently )?(?:taking|using|taken|used)|避免(?:使用|服用)?|禁用|不能(?:服|用|食)|不宜(?:服|用)?|勿(?:服|用))(?:\\s|,|/|\\u0001|\\b(?:and|or|any|all|the|his|her|use of|of|taking|a|other|such|as|like|including|nonsteroidal|non-steroidal|anti-?inflammator(?:y|ies)|nsaids?|medications?|drugs?|pills?|over-the-counter|otc|concurrent|concomitant)\\b|-)*$`,
);
const isAdvisedAgainst = (page: Page, hit: Hit): boolean =>
  against.test(before(page, hit)) ||
  /^[^.;,\n]{0,25}\b(?:is|are|was|were) (?:contraindicated|to be avoided|not tolerated|refused|declined)/u.test(
    after(page, hit),
  );

/** Planned on a condition, offered, or wished for: not taken today. */
const planned = rule(
  '(?:\\bif\\b[^.;]{0,90}(?:,|\\b(?:will|would|can|could|may|might|should)\\b)[^.;]{0,40}|\\b(?:consider(?:ing|ed)?|discuss(?:ed|ing)?|would like to try|want(?:s|ed)? to try|could|might|may) (?:adding |starting |trying |trial of |a trial of |use of |the use of |be |switch(?:ing)? to |switch over to |need |try )*[^.;,]{0,25}|\\b(?:next|future) (?:medication|step|option)s?\\b[^.;]{0,30}|\\bheard [^.;]{0,25}about |\\binterested in )$',
);
const isSupposedToBe = (page: Page, hit: Hit): boolean => planned.test(before(page, hit));

/** "?start apixaban" and "for warfarin?" ask; they do not say that the patient takes it. */
const asking = rule(
  '(?:\\?\\s*(?:start(?:ing)?|stop(?:ping)?|need(?:s|ed)?(?: for)?|role of|for|add|hold|switch(?: to)?|on|can|should we|restart)?|\\b(?:consider(?:ing)?|should (?:we|i|he|she)\\b[^.]{0,25}|can (?:we|i|he|she)\\b[^.]{0,25}|need(?:s)? for|whether\\b[^.]{0,30}|是否[^。]{0,10}|可否[^。]{0,10}|應否[^。]{0,10}|需否[^。]{0,10}|考慮[^。]{0,6}))\\s*$',
);
const isAsked = (page: Page, hit: Hit): boolean => asking.test(before(page, hit)) || /^\s*\?/u.test(after(page, hit));

function unknownMedication(page: Page, each: Stretch & { sense?: DrugSense }): Finding {
  const { from, to, dosing } = withDose(page, each);
  const { course, status, sure } = said(page, { ...each, senses: [] }, dosing);
  return {
    type: 'medication',
    name: written(page, each.from, each.to),
    ...(each.sense?.code === undefined ? {} : { code: each.sense.code }),
    ...(each.sense === undefined ? {} : { ingredients: each.sense.ingredients }),
    ...dosing,
    course,
    status,
    confidence: Math.min(sure, each.sense === undefined ? 0.4 : 0.7),
    source: placeOf(page, from, to),
  };
}

const noDrugs = rule(
  '(?<![a-z])(?:(?:not (?:currently )?(?:on|taking)|no|nil|denies|denied|without|takes no)(?: any)?(?: known| current| regular| long[- ]term| usual| chronic| prescribed)* (?:medications?|meds|medicines?|drugs?)(?! (?:allerg|intoleran|sensitiv)|\\s+(?:reaction|history|list))(?! known)|(?:medications?|meds|medicines?|drug history|drugs|dhx?)\\s*[:=-]\\s*(?:nil|none|no)(?![a-z])|drug[- ]naive|(?:無|沒有|未有|並無|否認)(?:長期|定期|任何|正在|現時|目前|常規|固定)*(?:服|食|用|使用|服用)(?:任何|長期|西)?(?:藥物|藥)|(?:用藥|藥物|服藥|現服藥物)(?:史|紀錄|記錄)?\\s*[:：]\\s*(?:無|沒有|nil|none))',
  'gu',
);
const drugsUnknown = rule(
  '(?<![a-z])(?:(?:medications?|meds|medicines?|drug history|drugs|dhx?)(?: list| history)?\\s*[:=-]?\\s*(?:unknown|not known|unclear|unsure|cannot recall|n/k)|unknown (?:medications?|meds|drugs)|unable to (?:recall|name) (?:his |her )?(?:medications?|meds)|(?:用藥|藥物|服藥)(?:史|紀錄|記錄)?\\s*[:：]?\\s*(?:不詳|未知|不明|不清楚))',
  'gu',
);

function noneSaid(page: Page): Finding[] {
  const stated = (finder: RegExp, name: string, status: 'absent' | 'unknown') =>
    [...page.text.matchAll(finder)]
      .map((match) => ({ from: match.index, to: match.index + match[0].length }))
      .filter((each) => !isOfFamily(page, each))
      .map(
        ({ from, to }): Finding => ({
          type: 'medication',
          name,
          course: 'current',
          status,
          confidence: 0.9,
          source: placeOf(page, from, to),
        }),
      );
  return [...stated(noDrugs, 'none', 'absent'), ...stated(drugsUnknown, 'any drug', 'unknown')];
}
