// Longer than most files: it is one grammar, and its tables are easier to check side by side.
import { rule } from './folding.ts';

/** How a medicine is taken, in canonical words. */
export type Dosing = {
  readonly dose?: string;
  readonly route?: string;
  readonly frequency?: string;
  readonly duration?: string;
};
type Part = keyof Dosing;

const number = '\\d+(?:[.,]\\d+)?';
const zhNumber = '[一二三四五六七八九十兩半\\d]+';
const units: readonly (readonly [string, string])[] = [
  ['mg', 'mg|毫克|亳克|m\\.g\\.?|mgs'],
  ['mcg', 'mcgs?|ug|micrograms?|microgram|微克'],
  ['g', 'g|gm|gms|gram|grams|克'],
  ['units', 'units?|iu|u|單位|國際單位'],
  ['mL', 'mls?|cc|毫升|cc'],
  ['mmol', 'mmol'],
  ['puffs', 'puffs?|噴|吸|下'],
  ['tablets', 'tab(?:let)?s?|粒|片|顆'],
  ['capsules', 'cap(?:sule)?s?|膠囊'],
  ['drops', 'drops?|gtts?|滴'],
  ['sachets', 'sachets?|包'],
  ['patches', 'patch(?:es)?|貼'],
  ['%', '%'],
];
const anyUnit = units.map(([, words]) => words).join('|');
/** mg/L is a level in blood, not a dose. */
const notALevel = '(?!\\s*/\\s*(?:l|dl|ml|kg|mmol|mol)(?![a-z]))(?![a-z])';

/** "每日五次" is told by no word of ours, and is not once a day for that. */
const notCounted = `(?!\\s?(?:服用?)?\\s?${zhNumber}(?:\\s?(?:至|到|-|~)\\s?${zhNumber})?\\s?次)`;

const frequencies: readonly (readonly [string, string])[] = [
  [
    'twice daily',
    'b\\.?d\\.?(?![a-z])|b\\.?i\\.?d\\.?(?![a-z])|twice\\s?(?:a |per )?da(?:ily|y)|(?:two|2)\\s?times\\s?(?:a |per )?da(?:ily|y)|2x ?/?(?:day|daily)|(?:每日|每天|一日|一天|日服)\\s?(?:服用?)?\\s?(?:兩|二|2)\\s?次|早晚(?:各)?(?:一次|一粒|服)?',
  ],
  [
    'three times daily',
    't\\.?d\\.?s\\.?(?![a-z])|t\\.?i\\.?d\\.?(?![a-z])|(?:three|3)\\s?times\\s?(?:a |per )?da(?:ily|y)|3x ?/?(?:day|daily)|(?:每日|每天|一日|一天|日服)\\s?(?:服用?)?\\s?(?:三|3)\\s?次',
  ],
  [
    'four times daily',
    'q\\.?i\\.?d\\.?(?![a-z])|q\\.?d\\.?s\\.?(?![a-z])|(?:four|4)\\s?times\\s?(?:a |per )?da(?:ily|y)|(?:每日|每天|一日|一天|日服)\\s?(?:服用?)?\\s?(?:四|4)\\s?次',
  ],
  [
    'every other day',
    'e\\.?o\\.?d\\.?(?![a-z])|q\\.?o\\.?d\\.?(?![a-z])|alternate days?|alt die|every other day|隔日(?:一次)?|隔天(?:一次)?',
  ],
  [
    'at night',
    'nocte|(?:once )?(?:at|every|each)\\s?night|nightly|before (?:bed|bedtime|sleep)(?![a-z])|q\\.?h\\.?s\\.?(?![a-z])|q\\.?p\\.?m\\.?(?![a-z])|h\\.?s\\.?(?![a-z])|at bedtime|bedtime|on(?=\\s*(?:[,.;)\\n]|$))|每晚(?:一次)?|晚上|睡前(?:服)?|臨睡(?:前)?',
  ],
  [
    'in the morning',
    'om(?![a-z])|q\\.?a\\.?m\\.?(?![a-z])|mane|(?:in the|every|each) morning|每早(?:一次)?|早上|每朝|晨服',
  ],
  ['weekly', 'weekly|once (?:a|per) week|once weekly|/week|每(?:週|周|星期)(?:一次)?'],
  ['monthly', 'monthly|once a month|每月(?:一次)?'],
  [
    'once daily',
    `o\\.?d\\.?(?![a-z])|q\\.?d\\.?(?![a-z])|once\\s?(?:a |per )?da(?:ily|y)|daily|every day|per day|/day|a day|1x ?/?(?:day|daily)|(?:每日|每天|一日|一天|日服)\\s?(?:服用?)?\\s?(?:一|1)\\s?次|(?:每日|每天|日服)${notCounted}`,
  ],
  ['immediately', 'stat(?![a-z])|immediately|即時|立即|即刻'],
  [
    'when needed',
    'p\\.?r\\.?n\\.?(?![a-z])|(?:when|as|if) (?:needed|required|necessary)|sos(?![a-z])|需要時|有需要時|必要時|按需',
  ],
  ['before breakfast', '(?:once )?(?:before|ac) breakfast|早餐前(?:服)?'],
  ['with breakfast', '(?:once )?(?:with|after) breakfast|早餐後(?:服)?'],
  ['before food', 'ac(?![a-z])|before (?:food|meals?)|飯前|餐前|空腹'],
  ['after food', 'pc(?![a-z])|(?:after|with) (?:food|meals?)|飯後|餐後'],
];
const everyHours = `(?:q|every )\\s?(\\d{1,2})\\s?(?:\\([a-z]+\\)\\s?)?(?:h(?:ours?|rs?|rly|ourly)?|小時)(?![a-z])|(\\d{1,2})\\s?(?:hourly|hrly)|每(${zhNumber})(?:個)?小時(?:一次)?`;

const routes: readonly (readonly [string, string])[] = [
  ['by mouth', 'po(?![a-z])|p\\.o\\.|oral(?:ly)?|by mouth|口服'],
  ['into a vein', 'ivi?(?![a-z])|i\\.v\\.|intravenous(?:ly)?|iv infusion|靜脈(?:注射|滴注|輸液)?'],
  ['into a muscle', 'imi?(?![a-z])|i\\.m\\.|intramuscular(?:ly)?|肌肉注射|肌注'],
  ['under the skin', 's/?c(?![a-z])|s\\.c\\.|subcut(?:aneous(?:ly)?)?|皮下(?:注射)?'],
  ['under the tongue', 's/?l(?![a-z])|s\\.l\\.|sublingual(?:ly)?|舌下(?:含服)?|脷底(?:含服)?|含服'],
  ['inhaled', 'inh(?![a-z])|inhaled|inhalation|neb(?:s|uli[sz]ed|uli[sz]er)?|via spacer|吸入|噴霧'],
  ['on the skin', 'top(?![a-z])|topical(?:ly)?|l/?a(?![a-z])|外用|外搽'],
  [
    'into the eye',
    'eye drops?|gutt?|(?:re|le|be)(?![a-z]|\\s+(?:taken|used|given|applied|administered|continued|started|held|on|in)\\b)|眼藥水|滴眼',
  ],
  ['into the rectum', 'p/?r(?![a-z])|rectal(?:ly)?|塞肛'],
];

/** The 20/12.5 of a combination, and its 10/7 mg, is no time. */
const notAStrength = '(?!\\.?\\d|\\s?(?:mg|mcg|g|units?)(?![a-z]))';

const durations: readonly (readonly [string, string])[] = [
  [
    'days',
    `(?:x\\s*|for\\s*)?(\\d{1,3})\\s?/7${notAStrength}|(?:x\\s*|for\\s+)(\\d{1,3})\\s*(?:days?|d)(?![a-z])|(\\d{1,3})\\s?days?(?![a-z])(?!\\s*(?:ago|of|hx|history|before|prior|earlier|later|after|back|post|-?\\s?old|since|duration|now))|(?:共|服|為期|連續)?(${zhNumber})(?:日|天)(?!(?:一|二|兩|三|四|\\d)次)`,
  ],
  [
    'weeks',
    `(?:x\\s*|for\\s*)?(\\d{1,2})\\s?/52${notAStrength}|(?:x\\s*|for\\s+)(\\d{1,2})\\s*(?:weeks?|wks?)(?![a-z])|(?:共|服|為期)?(${zhNumber})(?:個)?(?:星期|週|周)(?!一次)`,
  ],
  [
    'months',
    `(?:x\\s*|for\\s*)?(\\d{1,2})\\s?/12${notAStrength}|(?:x\\s*|for\\s+)(\\d{1,2})\\s*(?:months?|mths?)(?![a-z])|(?:共|服|為期)?(${zhNumber})個月`,
  ],
];

const fillers = rule(
  '^(?:[\\s:;=()\\[\\]@+\\-.]|,(?=\\s*(?:\\d+ (?:tab|cap|puff|drop)|take\\b|inject\\b|apply\\b|[a-z.]{2,6}\\b|每|口服|睡前|需要))|(?:tab(?:let)?s?|cap(?:sule)?s?|inj(?:ection)?|sr|xr|xl|mr|cr|la|ec|er|hct|hcl|hydrochloride|besylate|besilate|maleate|mesylate|tartrate|succinate|fumarate|sodium|potassium|calcium|magnesium|retard|hfa|mdi|dpi|respimat|turbuhaler|accuhaler|evohaler|nebules?|flexpen|kwikpen|penfill|inhaler|puffer|syrup|susp(?:ension)?|cream|ointment|gel|drip|infusion|bolus|of|at|dose|now|then|was|is|been|be(?= (?:taken|used|given|applied))|used|applied|given|taken|loaded|tab|to|increased(?: to)?|decreased(?: to)?|reduced(?: to)?|changed to|up to|down to|total|only|each|per|and|after|already|and|oral|the|a|take|takes|use|apply|inhale|instil)(?![a-z])|片劑|膠囊|注射液|注射|針|緩釋片?|腸溶片?|劑量|每次|一次|各|服用|服|食|改為|加至|減至|增至|共|鈉|鈣|鹽酸鹽?|藥|—|–|−)',
);

const strength = rule(
  `^(${number}(?:\\s?(?:-|to|/)\\s?${number})?|半|一|二|兩|三|四|½|¼|1⁄2|1⁄4|one|two|three|four|half)\\s?(?:a\\s)?(${anyUnit})${notALevel}(?:\\s?/\\s?(?:\\d*(?:\\.\\d+)?\\s?)?(?:ml|h|hr|hour|min|kg|dose|tab|day|puff)(?![a-z]))?`,
);
const bareStrength = rule(`^(${number})(?=\\s+(?:od|bd|bid|tds|tid|qid|qds|daily|nocte|om|prn|mane)(?![a-z]))`);
/** "aspirin 300 + ticagrelor 180": a bare figure of two digits and more is the dose, its unit unsaid; a year is none. */
const lonelyStrength = rule(
  '^((?!(?:19|20)\\d{2}(?!\\d))\\d{2,4}(?:\\.\\d+)?|\\d\\.\\d+)(?=\\s?(?:[,;+&)]|\\.(?:\\s|$)|\\n|$|and\\b|stat\\b|po\\b|iv\\b))',
);
const known = [...frequencies.map(([name, words]) => [name, rule(`^(?:${words})`)] as const)];
const knownRoutes = routes.map(([name, words]) => [name, rule(`^(?:${words})`)] as const);
const knownDurations = durations.map(([name, words]) => [name, rule(`^(?:${words})`)] as const);
const knownHours = rule(`^(?:${everyHours})`);

const zhDigits: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  half: '0.5',
  一: '1',
  二: '2',
  两: '2',
  兩: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  十: '10',
  半: '0.5',
  '½': '0.5',
  '1⁄2': '0.5',
  '¼': '0.25',
  '1⁄4': '0.25',
};
const plainNumber = (written: string): string =>
  zhDigits[written] ??
  (/^十./u.test(written) ? `1${zhDigits[written.slice(1)] ?? ''}` : written)
    .replace(/(?<=\d),(?=\d{3}\b)/gu, '')
    .replace(/\s/gu, '');

type Token = { readonly part: Part | 'timing'; readonly value: string; readonly length: number };

function tokenAt(text: string): Token | undefined {
  for (const [unit, pattern] of knownDurations) {
    const match = pattern.exec(text);
    const count = match?.slice(1).find((each) => each !== undefined);
    if (match !== null && count !== undefined)
      return { part: 'duration', value: `${plainNumber(count)} ${unit}`, length: match[0].length };
  }
  const hours = knownHours.exec(text);
  if (hours !== null) {
    const count = plainNumber(hours[1] ?? hours[2] ?? hours[3] ?? '');
    return { part: 'frequency', value: `every ${count} hours`, length: hours[0].length };
  }
  const dose = strength.exec(text);
  if (dose !== null)
    return { part: 'dose', value: doseText(dose[1] ?? '', dose[2] ?? '', dose[0]), length: dose[0].length };
  const bare = bareStrength.exec(text) ?? lonelyStrength.exec(text);
  if (bare !== null) return { part: 'dose', value: bare[1] ?? '', length: bare[0].length };
  for (const [name, pattern] of known) {
    const match = pattern.exec(text);
    if (match !== null)
      return { part: /food|needed/u.test(name) ? 'timing' : 'frequency', value: name, length: match[0].length };
  }
  for (const [name, pattern] of knownRoutes) {
    const match = pattern.exec(text);
    if (match !== null) return { part: 'route', value: name, length: match[0].length };
  }
  return undefined;
}

const unitNames = units.map(([unit, words]) => [unit, rule(`^(?:${words})$`)] as const);

function doseText(amount: string, unit: string, whole: string): string {
  const name = unitNames.find(([, words]) => words.test(unit))?.[0] ?? unit;
  const per = /\/\s?[^/]*$/u.exec(whole.slice(whole.indexOf(unit) + unit.length))?.[0].replace(/\s/gu, '') ?? '';
  const count = plainNumber(amount);
  const one =
    (count === '1' || count === '0.5') && name.length > 3
      ? name === 'patches'
        ? 'patch'
        : name.replace(/s$/u, '')
      : name;
  return `${count} ${one}${per.replace(/ml$/u, 'mL')}`;
}

const onSkin = rule('cream|oint|\\bgel\\b|lotion|paste|shampoo|\\d\\s?%|apply|膏|搽');

/** Reads what follows (or in Chinese, surrounds) a drug name. Stops at the first word that is no part of a dose. */
export function readDosing(text: string): { dosing: Dosing; length: number } {
  const parts: { -readonly [Name in Part]?: string } = {};
  const timing: string[] = [];
  let at = 0;
  let length = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const token = tokenAt(rest);
    const filler = token === undefined ? fillers.exec(rest) : null;
    if (token === undefined && filler === null) break;
    // The LA of "Detrol LA" is long acting; of a cream it is local application.
    if (token?.part === 'route' && /^la(?![a-z])/u.test(rest) && !onSkin.test(text)) {
      at += 2;
      continue;
    }
    if (token === undefined) at += filler?.[0].length ?? 1;
    else {
      if (!keep(parts, timing, token)) break;
      at += token.length;
      // The full stop behind `bd` ends the sentence; the one in `b.d.` belongs to it.
      const isStop = text[at - 1] === '.' && text.slice(at - token.length, at - 1).indexOf('.') === -1;
      length = isStop ? at - 1 : at;
    }
  }
  const frequency = [parts.frequency, ...timing].filter((each) => each !== undefined).join(', ');
  return { dosing: { ...parts, ...(frequency === '' ? {} : { frequency }) }, length };
}

/** A second strength ends the reading unless it counts tablets of the first: `5 mg 2 tabs`. */
function keep(parts: { -readonly [Name in Part]?: string }, timing: string[], token: Token): boolean {
  if (token.part === 'timing') timing.push(token.value);
  else if (token.part === 'dose' && parts.dose !== undefined) {
    if (token.value === parts.dose) return true;
    if (!/tablet|capsule|puff|drop|mL/u.test(`${token.value} ${parts.dose}`)) return false;
    parts.dose = `${parts.dose}, ${token.value}`;
  } else if (parts[token.part] !== undefined) {
    if (token.part !== 'frequency' || token.value === parts.frequency) return token.part !== 'duration';
    parts.frequency = `${parts.frequency}, ${token.value}`;
  } else parts[token.part] = token.value;
  return true;
}

const doseBefore = rule(
  `(?:^|[\\s,;(\\p{Script=Han}])((${number})\\s?(${anyUnit})${notALevel})\\s?(?:of )?(?:po |iv |oral |口服)?$`,
);

/** "3 mg warfarin": a strength that stands in front of the name. */
export function doseInFront(text: string): { dose: string; length: number } | undefined {
  const match = doseBefore.exec(text);
  if (match === null) return undefined;
  const [, whole = '', amount = '', unit = ''] = match;
  return { dose: doseText(amount, unit, whole), length: match[0].length - match[0].indexOf(whole) };
}
