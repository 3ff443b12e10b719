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

/** What is taken, started, stopped or not taken. `spoken` are stretches that other readers have claimed, such as an allergy. */
export function readMedications(page: Page, spoken: readonly Stretch[]): Finding[] {
  const free = (each: Stretch) => !spoken.some((other) => overlaps(other, each));
  const drugs = hitsOf(page, 'drug').filter((hit) => free(hit) && !isLabValue(page, hit));
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
  const place = withDose(page, hit);
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
  const behind = readDosing(page.text.slice(hit.to, end));
  const unbracketed = behind.length > 0 ? hit.to + behind.length : hit.to;
  if (behind.dosing.dose !== undefined) return { from: hit.from, to: unbracketed, dosing: behind.dosing };
  const front = doseInFront(page.text.slice(sentence.from, hit.from));
  if (front === undefined) return { from: hit.from, to: unbracketed, dosing: behind.dosing };
  return { from: hit.from - front.length, to: unbracketed, dosing: { ...behind.dosing, dose: front.dose } };
}

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
  return {
    course: courseOf(page, hit, dosing.frequency),
    status: isNotTaken(page, hit) ? 'absent' : 'present',
    sure: isAsked(page, hit) ? 0.5 : 0.95,
  };
}

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
  '(?<![a-z])(?:(?:not (?:currently )?(?:on|taking)|no|nil|denies|denied|without|takes no)(?: any)?(?: known| current| regular| long[- ]term| usual| chronic| prescribed)* (?:medications?|meds|medicines?|drugs?)(?! allerg|\\s+(?:reaction|history|list))(?! known)|(?:medications?|meds|medicines?|drug history|drugs|dhx?)\\s*[:=-]\\s*(?:nil|none|no)(?![a-z])|drug[- ]naive|(?:無|沒有|未有|並無|否認)(?:長期|定期|任何|正在|現時|目前|常規|固定)*(?:服|食|用|使用|服用)(?:任何|長期|西)?(?:藥物|藥)|(?:用藥|藥物|服藥|現服藥物)(?:史|紀錄|記錄)?\\s*[:：]\\s*(?:無|沒有|nil|none))',
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
