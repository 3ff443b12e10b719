import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical on the page as it is now: the rule and where, a line each. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // Put into the page's world by the debugger: the page's own policy forbids script tags of others, as it should.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(async () =>
    // axe puts itself on the window.
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** How far the page is wider than the window, in CSS pixels; not above 0 where nobody has to push it sideways. */
export const beyondTheEdge = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Set to a folder to keep pictures of what the tests see. */
const pictures = process.env['BATON_TEST_PICTURES'];

/** A picture of the whole page, when pictures are wanted. */
export async function photograph(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** No serious finding, nothing beyond the edge; a picture of it, when pictures are wanted. */
export async function isFit(page: Page, name: string): Promise<void> {
  await photograph(page, name);
  expect(await seriousFindings(page), name).toEqual([]);
  expect(await beyondTheEdge(page), name).toBeLessThanOrEqual(0);
}
