import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The lines of the table: number, how far it is shown, and what shows it. */
const lines = readFileSync('docs/hk-law.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, number, , is, shown = ''] = line.split('|').map((cell) => cell.trim());
    return /^\d+$/.test(number ?? '') ? [{ number: Number(number), is, shown }] : [];
  });

test('the table of the law has its 34 lines, each shown, partly shown or missing', () => {
  expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: 34 }, (_one, n) => n + 1));
  for (const { number, is } of lines)
    expect({ number, is }).toEqual({ number, is: expect.stringMatching(/^(shown|partly|missing)$/) });
});

test('every test that the table names is there, with the words of its title', () => {
  for (const { number, is, shown } of lines) {
    const cited = [...shown.matchAll(/`(test\/[^`]+)`(?:: ([^<|*]+))?/g)];
    if (is !== 'missing') expect(cited.length, `line ${number}`).toBeGreaterThan(0);
    for (const [, file = '', title = ''] of cited) {
      expect(existsSync(file), `line ${number}: ${file}`).toBe(true);
      expect(readFileSync(file, 'utf8').includes(title.trim()), `line ${number}: ${title}`).toBe(true);
    }
  }
});
