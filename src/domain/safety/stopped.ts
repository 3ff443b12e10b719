import { rule } from '../reading/folding.ts';

const day = 86_400_000;
const ago = rule(
  '(\\d{1,4}|a|an|one|two|three|four|six|last|一|二|兩|三|四|五|六)\\s*(?:個)?(day|week|month|year|d|wk|日|天|星期|週|周|月|年)s?\\s*(?:ago|前|back)',
);
const isoDay = /((?:19|20)\d{2})-(\d{1,2})(?:-(\d{1,2}))?/u;
const small: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  last: 1,
  two: 2,
  three: 3,
  four: 4,
  six: 6,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
};
const daysIn: readonly (readonly [RegExp, number])[] = [
  [/^(?:day|d|日|天)$/u, 1],
  [/^(?:week|wk|星期|週|周)$/u, 7],
  [/^(?:month|月)$/u, 30],
  [/^(?:year|年)$/u, 365],
];
const words = rule(
  '(?<![a-z])(?:stopped|discontinued|d/c|ceased|completed|finished|no longer)(?![a-z])|已停|停用|停服|停藥|停了',
);

/** Whether a medicine was stopped, and how many days ago; a stop that lies ahead is none yet. */
export function stoppedOf(text: string, isSaid: boolean, now: Date): Medicine['stopped'] | undefined {
  if (!isSaid && !words.test(text)) return undefined;
  const relative = ago.exec(text);
  if (relative !== null) {
    const count = small[relative[1] ?? ''] ?? Number(relative[1]);
    const days = daysIn.find(([unit]) => unit.test(relative[2] ?? ''))?.[1] ?? 1;
    return { daysAgo: count * days };
  }
  const date = isoDay.exec(text);
  if (date === null) return { daysAgo: undefined };
  const at = Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3] ?? 1));
  const daysAgo = Math.floor((now.getTime() - at) / day);
  return daysAgo < 0 ? undefined : { daysAgo };
}

type Medicine = { readonly stopped?: { readonly daysAgo: number | undefined } };
