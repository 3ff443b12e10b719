import { readDosing } from './dose.ts';
import { rule } from './folding.ts';
import type { Sense } from './lexicon.ts';
import { nearestName } from './near-names.ts';
import { type Page, sentenceAt } from './page.ts';
import { overlaps, type Stretch, trimmed } from './stretch.ts';

type Doubtful = Stretch & { readonly sense?: Sense & { kind: 'drug' } };

/**
 * Words that stand where a drug would stand and are in no dictionary: they are kept as written, or mended when only one drug
 * can be meant. A drug never vanishes because somebody cannot spell it.
 */
export function unknownDrugs(page: Page, claimed: readonly Stretch[]): Doubtful[] {
  const found: Doubtful[] = [];
  const offer = (each: Stretch, needsMending: boolean) => {
    // The sodium of "docusate sodium 100 mg" is no laboratory test.
    const words = page.hits.filter((hit) => hit.from === each.from || !hit.senses.every(({ kind }) => kind === 'test'));
    const isFree = ![...claimed, ...found, ...words].some((other) => overlaps(other, each));
    const word = page.text.slice(each.from, each.to);
    if (!isFree || common.test(word) || page.sections.some(({ heading }) => overlaps(heading, each))) return;
    const sense = nearestName(page.lexicon, word, ['drug']);
    if (sense !== undefined) found.push({ ...each, sense });
    else if (!needsMending) found.push(each);
  };
  for (const each of dosedWords(page)) offer(each, false);
  for (const each of listedWords(page)) offer(each, false);
  for (const each of cuedWords(page)) offer(each, true);
  return found.sort((one, other) => one.from - other.from);
}

const common = rule(
  '^(?:.|.*\\b(?:mcg|mg)-?|(?:being|strength|dosage|directions?|status|route|frequency|took|received|receives|additional|another|evening|apply|applied|lower|upper|each|first|second|next|extra|further|maximum|initial|starting|significant|includ\\p{L}*|list\\p{L}*|recently|currently|acne|for|with|from|then|this|that|than|take|takes|taking|taken|given|gave|dose|doses|total|about|over|only|also|plus|once|twice|daily|night|morning|tablet|tablets|capsule|capsules|oral|weight|height|glucose|bolus|infusion|saline|fluid|fluids|normal|water|level|levels|lost|gained|loaded|started|start|increase|increased|decrease|decreased|reduced|changed|stopped|and|the|her|his|was|were|has|had|been|stat|now|oxygen|admission|arrival|exertion|examination|monday|tuesday|wednesday|thursday|friday|saturday|sunday|review|waiting|room|patient|medications?|meds|drugs?|nil|none|unknown|pending|tab|tabs|inhaler|each|every|stool|blood|urine|sputum|drinks?|ivf|units?|packed|cells|alcohol|beer|wine|current|regular|home|usual|allerg\\p{L}*|nkda|no|nka|every other|left|right|size|mass|nodule|measuring|measures|stone|cyst|lesion|tumou?r|polyp|lump|baby|newborn|birth|output|intake|volume|residual|drain\\p{L}*|loss|approximately|nearly|almost|around|least|most)(?:\\s.*)?)$',
);

const latinDosed = rule(
  "(?<![\\p{L}\\d/])([a-z][a-z'-]{3,}(?: (?:xr|sr|mr|cr|er|retard|acid|sodium))?)(?=[\\s:]{0,2}\\d|\\s\\d)",
  'gu',
);
const hanDosed = rule('(\\p{Script=Han}{2,10})(?=\\s?\\d)', 'gu');
const isMedicine = rule('mg|mcg|unit|puff|tablet|capsule|drop|(?:^|\\s)\\d*\\.?\\d+ g(?:$|,)');
const notHan = rule(
  '服用|現服|正服|長期|每日|每天|給予|口服|食|用|開始|停|次|血|體|心|年|月|日|歲|約|痛|尿|痰|腫|電話|號|至|為|到|共|量|值|高|低|壓|率|溫|重|氧',
);
const leadingHan = rule('^(?:.*(?:服用|現服|正服|長期服|給予|口服|開始|停用|食|服|用|及|和|有))');

function* dosedWords(page: Page): Generator<Stretch> {
  for (const match of page.text.matchAll(latinDosed)) {
    const [word] = match;
    const to = match.index + word.length;
    const { dosing } = readDosing(page.text.slice(to, sentenceAt(page, match.index).to));
    if (dosing.dose !== undefined && isMedicine.test(dosing.dose)) yield { from: match.index, to };
  }
  for (const match of page.text.matchAll(hanDosed)) {
    const whole = match[0];
    const name = whole.replace(leadingHan, '').replace(rule('每日|每天|每晚|每次'), '');
    const to = match.index + whole.length;
    const { dosing } = readDosing(page.text.slice(to, sentenceAt(page, match.index).to));
    if (name.length < 2 || notHan.test(name) || dosing.dose === undefined || !isMedicine.test(dosing.dose)) continue;
    yield { from: to - name.length, to };
  }
}

const itemEnd = /[,;\n、]|\.(?=\s|$)|\s\+\s|\sand\s/gu;

/** Items under a heading of medicines that hold no known drug. */
function* listedWords(page: Page): Generator<Stretch> {
  for (const section of page.sections.filter((each) => each.name === 'medications')) {
    let from = section.body.from;
    const body = page.text.slice(section.body.from, section.body.to);
    const ends = [...body.matchAll(itemEnd)].map((each) => ({
      to: section.body.from + each.index,
      next: section.body.from + each.index + each[0].length,
    }));
    for (const { to, next } of [...ends, { to: section.body.to, next: section.body.to }]) {
      const item = trimmed(page.text, { from, to });
      from = next;
      const holdsKnown = page.hits.some((hit) => overlaps(hit, item));
      const words = page.text.slice(item.from, item.to);
      const name = /^[\p{L}][\p{L}' -]{2,40}/u.exec(words)?.[0].trimEnd();
      if (
        holdsKnown ||
        name === undefined ||
        name.split(' ').length > 3 ||
        isNone.test(words) ||
        isSchedule.test(words)
      )
        continue;
      yield { from: item.from, to: item.from + name.length };
    }
  }
}

const isNone = rule(
  '^(?:nil|none|no|not|unknown|n/a|as|see|same|per|patient|pt|he|she|will|we|to|has|無|沒有|不詳|如|見|待)(?![a-z])',
);
const isSchedule = rule('^(?:od|bd|tds|qid|daily|nocte|om|prn|stat|po|iv|for|x|每|口服|睡前|共|服)(?![a-z])');

const cued = rule(
  '\\b(?:on|takes?|taking|took|given|started(?: on)?|start|stopped|prescribed|allergic to|loaded with)\\s+([a-z][a-z-]{5,})',
  'gu',
);

/** After "on" or "takes" a word must be mendable to count: "on exertion" is no drug. */
function* cuedWords(page: Page): Generator<Stretch> {
  for (const match of page.text.matchAll(cued)) {
    const word = match[1] ?? '';
    const to = match.index + match[0].length;
    yield { from: to - word.length, to };
  }
}
