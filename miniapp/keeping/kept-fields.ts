export type Fields = Readonly<Record<string, string>>;

/** Several fields as one text, a line for each time they were kept; empty when nothing is typed in any of them. */
export const textOf = (fields: Fields): string =>
  Object.values(fields).some((typed) => typed.trim() !== '') ? JSON.stringify(fields) : '';

/** What `textOf` made, back in its fields; of two lines (typed before, and while that was being opened) both are there. What is no such line is nobody's. */
export function fieldsFrom<F extends Fields>(text: string, empty: F): F {
  const all: Record<string, string> = { ...empty };
  for (const line of text.split('\n').filter(Boolean))
    for (const [name, typed] of Object.entries(read(line)))
      if (name in empty && typeof typed === 'string' && typed)
        all[name] = [all[name], typed].filter(Boolean).join('\n');
  // Made of the names of `empty` alone.
  return all as F;
}

function read(line: string): object {
  try {
    const found: unknown = JSON.parse(line);
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
}
