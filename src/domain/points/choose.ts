import type { Fact } from './fact.ts';
import { type Asked, relevance } from './question.ts';
import { type TopicId, topicOf, topics } from './topics.ts';
import { tellsOf } from './weights.ts';

/** What one sentence will be made of, in the order it is said. */
export type Story = { readonly topic: TopicId | 'safety'; readonly facts: readonly Fact[] };

type Rated = { readonly fact: Fact; readonly near: number };

const most = { problem: 2, medicine: 2, result: 2, deed: 1 } as const;
type Part = keyof typeof most;

const partOf = (fact: Fact): Part => {
  switch (fact.kind) {
    case 'problem':
    case 'family':
    case 'social':
      return 'problem';
    case 'medicine':
    case 'stopped':
    case 'denied':
      return 'medicine';
    case 'result':
      return 'result';
    case 'deed':
    case 'flag':
    case 'vaccine':
    case 'allergy':
      return 'deed';
  }
};

/**
 * Three stories of a record for a question. What bears on the question comes first; allergies of weight, medicines nobody may overlook and
 * values that endanger keep their place whatever is asked, and nothing routine takes it from them. Gives the rest in order, as reserves.
 */
export function choose(facts: readonly Fact[], asked: Asked): readonly Story[] {
  const rated = facts
    .map((fact): Rated => ({ fact, near: asked.isOpen ? 1 : relevance(asked, fact) }))
    .filter(({ fact, near }) => !(fact.kind === 'social' || fact.kind === 'vaccine') || (!asked.isOpen && near >= 1));
  const used = new Set<string>();
  const told: Story[] = [];
  const tell = (story: Story | undefined): void => {
    if (story === undefined || story.facts.length === 0) return;
    told.push(story);
    for (const { key } of story.facts) used.add(key);
  };
  const first = asked.isOpen ? undefined : bestStory(rated, used, asked, new Set());
  tell(first);
  for (const story of safety(rated, used, asked, first === undefined ? 3 : 2)) tell(story);
  for (let tries = 0; tries < 8; tries += 1)
    tell(bestStory(rated, used, asked, new Set(told.map(({ topic }) => topic))));
  return told;
}

/** The stories that keep their place: allergies, medicines, values and warnings, put together when there are more than places. */
function safety(rated: readonly Rated[], used: ReadonlySet<string>, asked: Asked, places: number): readonly Story[] {
  const stops = rated.filter(({ fact }) => fact.isStop && !used.has(fact.key)).sort(heaviest);
  const allergies = rated
    .filter(
      ({ fact, near }) =>
        fact.kind === 'allergy' && !used.has(fact.key) && (fact.isStop || (near >= 0.6 && !asked.isOpen)),
    )
    .sort(heaviest)
    .map(({ fact }) => fact);
  const medicines = stops
    .filter(({ fact }) => fact.kind === 'medicine')
    .map(({ fact }) => fact)
    .slice(0, 3);
  const dangers = stops
    .filter(({ fact }) => fact.kind !== 'medicine' && fact.kind !== 'allergy')
    .map(({ fact }) => fact)
    .slice(0, 2);
  // With an allergy of weight the lighter ones may stand behind it; alone they have to earn their place.
  const others =
    allergies.length > 0 && allergies.length < 3
      ? rated
          .filter(
            ({ fact }) =>
              fact.kind === 'allergy' &&
              !allergies.includes(fact) &&
              !used.has(fact.key) &&
              fact.key !== 'allergy:none',
          )
          .sort(heaviest)
          .map(({ fact }) => fact)
      : [];
  const allergyList = [...allergies, ...others].slice(0, 4);
  const groups = [allergyList, medicines, dangers].filter((group) => group.length > 0);
  if (groups.length <= places)
    return groups.map((group) => ({ topic: 'safety', facts: withReason(group, rated, used) }));
  return [
    { topic: 'safety', facts: withReason([...medicines, ...dangers], rated, used) },
    { topic: 'safety', facts: allergyList },
  ];
}

/** What endangers is told with its illness, when there is one: the drug with what it is for, the value with what it tells of. */
function withReason(group: readonly Fact[], rated: readonly Rated[], used: ReadonlySet<string>): readonly Fact[] {
  const lead = group.find(({ kind }) => kind === 'medicine') ?? group.find(({ kind }) => kind === 'result');
  if (lead === undefined) return group;
  const free = rated.filter(({ fact }) => !used.has(fact.key) && !group.includes(fact));
  const shared = (fact: Fact) => [...fact.topics].some((topic) => topic !== 'medicines' && lead.topics.has(topic));
  const fits = (fact: Fact) =>
    lead.reason?.test(fact.folded) || tellsOf(fact.folded, lead.sort) ? 2 : shared(fact) ? 1 : 0;
  const problem = free
    .filter(({ fact }) => fact.kind === 'problem' && fact.weight >= 40 && fits(fact) > 0)
    .sort((one, other) => fits(other.fact) - fits(one.fact) || heaviest(one, other))[0];
  const result = group.some(({ kind }) => kind === 'result')
    ? undefined
    : free.filter(({ fact }) => fact.kind === 'result' && fact.weight >= 30 && shared(fact)).sort(heaviest)[0];
  return [...(problem ? [problem.fact] : []), ...group, ...(result ? [result.fact] : [])];
}

const heaviest = (one: Rated, other: Rated): number =>
  other.fact.weight - one.fact.weight || one.fact.key.localeCompare(other.fact.key);

/** The topic with most to say that has not been said. */
function bestStory(
  rated: readonly Rated[],
  used: ReadonlySet<string>,
  asked: Asked,
  toldOf: ReadonlySet<string>,
): Story | undefined {
  let best: { readonly story: Story; readonly score: number } | undefined;
  for (const { id } of topics) {
    const near = asked.isOpen ? openWeight(id) : (asked.topics.get(id) ?? 0);
    // Allergies have a place of their own; in other stories they would be torn apart.
    const inTopic = rated.filter(
      ({ fact }) =>
        fact.topics.has(id) &&
        !used.has(fact.key) &&
        fact.weight >= 3 &&
        (id === 'allergies' || fact.kind !== 'allergy'),
    );
    const nearest = Math.max(near, ...inTopic.map((each) => (each.near > 1 ? each.near : 0)));
    if (!asked.isOpen && nearest === 0 && onlyAsked.has(id)) continue;
    const story = tellOf(id, inTopic);
    if (story.facts.length === 0) continue;
    const direct = (inTopic.some((each) => each.near > 1) ? 1.2 : 1) * (toldOf.has(id) ? 0.4 : 1);
    const hasReason = story.facts.some(({ kind }) => kind === 'problem') ? 1 : 0.75;
    const score = hasReason * (nearest === 0 ? 0.12 : nearest * nearest) * direct * weightOf(story);
    if (best === undefined || score > best.score) best = { story, score };
  }
  if (best === undefined) return leftover(rated, used);
  const { story } = best;
  const bare =
    story.facts.some(({ kind, isStop }) => kind === 'medicine' && isStop) &&
    !story.facts.some(({ kind }) => kind === 'problem');
  return bare ? { ...story, facts: withReason(story.facts, rated, used) } : story;
}

/** With nothing asked these say nothing by themselves, their facts belong to other topics too. */
const onlyAsked = new Set<TopicId>(['surgery', 'imaging', 'medicines', 'vaccines', 'social', 'allergies']);
const openWeight = (id: TopicId): number => (onlyAsked.has(id) ? 0 : 1);

const weightOf = ({ facts }: Story): number => {
  const [first = 0, second = 0, third = 0] = facts.map(({ weight }) => weight).sort((one, other) => other - one);
  return first + 0.35 * second + 0.15 * third;
};

/** The facts of one topic in the order of a ward round: what it is, what is taken, what was measured, what was done. */
function tellOf(topic: TopicId, inTopic: readonly Rated[]): Story {
  const parts: Record<Part, Fact[]> = { problem: [], medicine: [], result: [], deed: [] };
  const roomy = topic === 'medicines' || topic === 'vaccines' || topic === 'allergies';
  const take = (part: Part, by: (each: Rated) => number): void => {
    const rated = inTopic.filter(({ fact }) => partOf(fact) === part).map((each) => ({ ...each, worth: by(each) }));
    for (const { fact, worth } of rated.sort((one, other) => other.worth - one.worth || heaviest(one, other))) {
      const isTold = fact.sort !== undefined && parts[part].some(({ sort }) => sort === fact.sort);
      if (!isTold && worth >= lightest[part] && parts[part].length < (roomy ? 4 : most[part])) parts[part].push(fact);
    }
  };
  const worth = ({ fact, near }: Rated) => fact.weight * (near > 1 ? 1.6 : 0.6 + 0.4 * near);
  take('problem', worth);
  const about = parts.problem.map(({ folded }) => folded).join(' ');
  take('medicine', (each) => {
    const forThis = each.fact.reason?.test(about) ? 15 : 0;
    return each.fact.kind === 'stopped' && each.near <= 1 ? worth(each) / 6 : worth(each) + forThis;
  });
  // A value that tells how the illness is doing is worth more than one that is merely out of its range.
  const own = topicOf(topic)?.tests.slice(0, 4) ?? [];
  take('result', (each) =>
    tellsOf(about, each.fact.sort)
      ? worth(each) + 25
      : own.includes(each.fact.sort ?? '')
        ? worth(each) + 8 * each.near
        : worth(each),
  );
  take('deed', worth);
  return { topic, facts: [...parts.problem, ...parts.medicine, ...parts.result, ...parts.deed] };
}

const lightest: Readonly<Record<Part, number>> = { problem: 4, medicine: 4, result: 12, deed: 4 };

/** What belongs to no topic at all still may be the third point. */
function leftover(rated: readonly Rated[], used: ReadonlySet<string>): Story | undefined {
  const rest = rated.filter(({ fact }) => !used.has(fact.key) && fact.weight >= 8).sort(heaviest);
  const [first] = rest;
  if (first === undefined) return undefined;
  const alike = rest.filter(({ fact }) => fact.kind === first.fact.kind).slice(0, 3);
  return { topic: 'medicines', facts: alike.map(({ fact }) => fact) };
}
