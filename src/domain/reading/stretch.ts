/** A half-open piece of the folded text. */
export type Stretch = { readonly from: number; readonly to: number };

export const overlaps = (one: Stretch, other: Stretch): boolean => one.from < other.to && other.from < one.to;

/** Full stops that end no sentence: titles, abbreviations, decimals. */
const ending =
  /\n+|[。;!]+|\?+(?=\s|$)|(?<!\b(?:dr|mr|mrs|ms|prof|st|no|approx|vs|hx|e\.g|i\.e|a\.m|p\.m|y\.o|p\.o|i\.v|i\.m|s\.c|s\.l|tab|tabs|cap|caps|inj))(?<!\b(?:b\.i\.d|t\.i\.d|q\.i\.d|q\.d|b\.d|o\.d|t\.d\.s|q\.h\.s|h\.s|p\.r\.n)(?=\.\s(?:for|x|prn|p\.r\.n|with|before|after|until|as needed|when|\d)))\.(?=\s|$|\p{Script=Han})/gu;

export function sentencesOf(text: string): Stretch[] {
  const sentences: Stretch[] = [];
  let from = 0;
  for (const end of text.matchAll(ending)) {
    const to = end.index + end[0].length;
    if (text.slice(from, to).trim() !== '') sentences.push({ from, to });
    from = to;
  }
  if (text.slice(from).trim() !== '') sentences.push({ from, to: text.length });
  return sentences;
}

/** The parts of a sentence that a comma divides; a blank between two Chinese words divides as well, as people type on a phone. */
const comma = /,(?!\d{3}\b)(?:\s+)?|:\s+|(?<=\p{Script=Han}\)?)\s(?=\S)|\s(?=\p{Script=Han})|、|\s-+\s/gu;

export function clausesOf(text: string, { from, to }: Stretch): Stretch[] {
  const clauses: Stretch[] = [];
  let start = from;
  for (const mark of text.slice(from, to).matchAll(comma)) {
    const end = from + mark.index;
    if (text.slice(start, end).trim() !== '') clauses.push(trimmed(text, { from: start, to: end }));
    start = end + mark[0].length;
  }
  if (text.slice(start, to).trim() !== '') clauses.push(trimmed(text, { from: start, to }));
  return clauses;
}

export function trimmed(text: string, { from, to }: Stretch, extra = /[\s,.;:。、!-]/u): Stretch {
  let [start, end] = [from, to];
  while (start < end && /[\s,;:。、-]/u.test(text[start] ?? '')) start += 1;
  while (end > start && extra.test(text[end - 1] ?? '')) end -= 1;
  return { from: start, to: end };
}
