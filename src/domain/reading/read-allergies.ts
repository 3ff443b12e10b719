import type { Finding } from '../record/finding.ts';
import { type Substance, substancesAfter, substancesBefore } from './allergen-list.ts';
import { type Cue, findCues } from './allergy-cues.ts';
import { isOfFamily } from './cues.ts';
import { rule } from './folding.ts';
import { type Page, placeOf, sentenceAt } from './page.ts';
import { readReaction, severityOf } from './reactions.ts';
import { sectionAt } from './sections.ts';
import type { Stretch } from './stretch.ts';

/** `taken` are the words that speak of allergies: a drug named there is not being taken. */
export type Allergies = { readonly findings: readonly Finding[]; readonly taken: readonly Stretch[] };

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
  const limit = inSection ? section.body.to : listEnd(page, cue, sentence);
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

/** "Drug allergies - penicillin: rash; codeine: hives": a list behind a mark goes on over semicolons, up to the end of its statement. */
function listEnd(page: Page, cue: Stretch, sentence: Stretch): number {
  if (!/[:=-]\s*$/u.test(page.text.slice(cue.from, cue.to))) return sentence.to;
  const rest = page.text.slice(sentence.to);
  return sentence.to + (/^(?:[^.\n]|\.(?!\s|$))*/u.exec(rest)?.[0].length ?? 0);
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
