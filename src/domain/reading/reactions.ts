import { rule } from './folding.ts';

export type Severity = 'mild' | 'moderate' | 'severe';

const severe = rule(
  'anaphyla|angio-?o?edema|\\bsjs\\b|stevens|\\bten\\b|toxic epidermal|\\bdress\\b|severe|life.?threat|shock|\\bsob\\b|dyspn|breath|bronchospasm|airway|throat|collapse|swollen face|facial swelling|tongue|過敏性休克|休克|呼吸困難|氣促|喉|面腫|嘴腫|唇腫|血管性水腫|嚴重|史提芬|表皮',
);
const mild = rule('\\bmild\\b|輕微');
const moderate = rule('\\bmoderate\\b|中度');

const reactionWords =
  '(?:mild |moderate |severe |skin |facial |lip |tongue |itchy |generali[sz]ed |maculopapular |bad |some )*(?:rash(?:es)?|hives|urticaria|itch(?:ing|y)?|pruritus|anaphyla(?:xis|ctic shock|ctic|ctoid)|angio-?o?edema|swelling|swollen (?:face|lips|eyes|tongue)|sob|wheez(?:e|ing)|bronchospasm|breathlessness|sjs|stevens[- ]johnson(?: syndrome)?|toxic epidermal necrolysis|dress|nausea|vomiting|gi upset|diarrh?o?ea|upset stomach|cough|hypotension|collapse|fever|flushing|blisters?|shock|dyspnoea|dizziness|palpitations?|eczema|confusion|drowsiness|headache|jaundice|hepatitis|seizures?|gi bleed(?:ing)?|bleeding|unknown reaction)|(?:輕微|嚴重|中度|全身|皮膚)*(?:出疹|起疹|出紅疹|紅疹|皮疹|疹|痕癢|痕|搔癢|瘙癢|蕁麻疹|風疹|過敏性休克|休克|呼吸困難|氣促|氣喘|面腫|嘴腫|唇腫|眼腫|腫脹|腫|血管性水腫|嘔吐|嘔|作嘔|惡心|腹瀉|肚瀉|頭暈|發燒|咳|史提芬強生綜合症)';

const list = `${reactionWords}(?:\\s*(?:,|/|\\+|&|and|with|及|、|和|伴)\\s*${reactionWords})*`;
const inBrackets = rule(`^\\s*\\(([^()\\n]{1,60})\\)`);
const afterMark = rule(
  `^\\s*(?:,?\\s*which (?:causes?|caused|gave|gives)|,\\s*(?:causes?|caused|causing)|-+>?|:|=|->|>|causing|causes?|caused|with|gives?|gave|leads? to|gets?|reaction(?: of|:)?|導致|引致|引起|會|有|反應(?:為|是|:)?|後|,)\\s*(?:a |an )?(${list})`,
);
const bare = rule(`^\\s*(${list})`);
const insideWords = rule(reactionWords);

/** What happened to the patient, written after the substance. */
export function readReaction(text: string): { words: string; from: number; to: number } | undefined {
  const bracket = inBrackets.exec(text);
  if (bracket !== null) {
    const words = bracket[1] ?? '';
    if (!insideWords.test(words)) return undefined;
    const from = bracket[0].indexOf(words);
    return { words, from, to: from + words.length };
  }
  const match = afterMark.exec(text) ?? bare.exec(text);
  if (match === null) return undefined;
  const words = match[1] ?? '';
  const from = match[0].length - words.length;
  return { words, from, to: match[0].length };
}

export const severityOf = (words: string): Severity | undefined =>
  mild.test(words) ? 'mild' : moderate.test(words) ? 'moderate' : severe.test(words) ? 'severe' : undefined;
