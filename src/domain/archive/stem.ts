const vowel = /[aeiouy]/u;

/**
 * An English word without its commonest endings, so that `gastroscopies` finds `gastroscopy` and `bleeding` finds `bleed`. Deliberately shy: a search that
 * finds a little too little is mended by typing, one that finds the wrong drug is not. The word is folded already.
 */
export function stem(word: string): string {
  if (word.length < 5 || !/^[a-z]+$/u.test(word)) return word;
  const single = withoutPlural(word);
  for (const ending of ['ing', 'ed']) {
    const rest = single.slice(0, -ending.length);
    if (!single.endsWith(ending) || rest.length < 4 || !vowel.test(rest)) continue;
    return /([^aeiouylsz])\1$/u.test(rest) ? rest.slice(0, -1) : rest;
  }
  return single;
}

function withoutPlural(word: string): string {
  if (word.endsWith('ies') && word.length > 5) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/u.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && !/(?:ss|us|is)$/u.test(word) ? word.slice(0, -1) : word;
}
