import { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DrawerShown } from '#src/contract/drawer.ts';
import { KeptWords } from '../../../miniapp/keeping/kept-words.ts';

const noon = Date.parse('2026-11-23T04:00:00Z');
const oneDay = 24 * 60 * 60 * 1000;

/** One browser: what lies in it stays while people and pages come and go. */
function aBrowser() {
  const places = new Map<string, string>();
  const place = {
    getItem: (name: string) => places.get(name) ?? null,
    setItem: (name: string, value: string) => void places.set(name, value),
    removeItem: (name: string) => void places.delete(name),
  };
  let [who, now, line, series] = ['lam' as string | undefined, noon, true, 1];
  const keys = async (): Promise<DrawerShown> => {
    if (!line) throw new Error('no network');
    const day = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
    const key = async (of: string) =>
      Buffer.from(await webcrypto.subtle.digest('SHA-256', Buffer.from(`${who} ${of} ${series}`))).toString('base64');
    const days = [day(now), day(now - oneDay)];
    return { keys: await Promise.all(days.map(async (of) => ({ day: of, key: await key(of) }))) };
  };
  const page = (more: object = {}) =>
    new KeptWords({
      place,
      crypto: webcrypto.subtle as SubtleCrypto,
      person: () => who,
      keys,
      today: () => new Date(now + 8 * 3_600_000).toISOString().slice(0, 10),
      now: () => now,
      ...more,
    });
  return {
    places,
    page,
    lies: () => [...places.values()].join(),
    sit: (person: string | undefined) => void (who = person),
    pass: (ms: number) => void (now += ms),
    newKeys: () => void (series += 1),
    cut: () => void (line = false),
    mend: () => void (line = true),
  };
}

test('any words come back on another page of the same person, and lie in the browser unreadable', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 12 }), async (words) => {
      fc.pre(words.trim() !== '');
      const browser = aBrowser();
      await browser.page().put('new', words);

      expect(await browser.page().get('new')).toEqual({ text: words, at: noon });
      expect(browser.lies()).not.toContain(words);
      browser.sit('ho');
      expect(await browser.page().get('new')).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test('whatever is done to what lies there, nothing false comes back and nothing breaks', async () => {
  const browser = aBrowser();
  await browser.page().put('new', 'Chest pain since two');
  const [[name, whole] = ['', '']] = [...browser.places];
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.string({ maxLength: 3 }), async (at, instead) => {
      browser.places.set(name, whole.slice(0, at) + instead + whole.slice(at + 1));
      const found = await browser.page().get('new');
      if (found) expect(found.text).toBe('Chest pain since two');
    }),
    { numRuns: 200 },
  );
  // The words of one field do not open in another.
  browser.places.set(name, whole.replace('"new"', '"r:1:note"'));
  expect(await browser.page().get('r:1:note')).toBeUndefined();
});

test('the next day they are still there; the day after nobody can read them and they are gone', async () => {
  const browser = aBrowser();
  await browser.page().put('new', 'Chest pain');
  browser.pass(oneDay);
  expect((await browser.page().get('new'))?.text).toBe('Chest pain');
  browser.pass(oneDay);
  expect(await browser.page().get('new')).toBeUndefined();
  await browser.page().put('other', 'x');
  expect(browser.lies()).not.toContain('"new"');
});

test('sent, signed out, or no leave any more: what was typed goes, and a slow sealing does not bring it back', async () => {
  const browser = aBrowser();
  const page = browser.page();
  const slow = page.put('r:1:note', 'Half a thought');
  page.drop('r:1:note');
  await slow;
  expect(browser.places.size).toBe(0);

  await page.put('r:1:note', 'one');
  await page.put('r:10:note', 'ten');
  const late = page.put('r:1:answer', 'late');
  page.close('1');
  await late;
  await page.put('r:1:note', 'after');
  expect(await page.get('r:1:note')).toBeUndefined();
  expect(await page.get('r:1:answer')).toBeUndefined();
  expect((await page.get('r:10:note'))?.text).toBe('ten');

  page.dropAll();
  expect(browser.places.size).toBe(0);
});

test('without a network for the key the words stay where they are, and open when it is back', async () => {
  const browser = aBrowser();
  await browser.page().put('new', 'Chest pain');
  browser.cut();
  expect(await browser.page().get('new')).toBeUndefined();
  expect(await browser.page().put('another', 'not kept')).toBe(false);
  browser.mend();
  expect((await browser.page().get('new'))?.text).toBe('Chest pain');
  expect(await browser.page().get('another')).toBeUndefined();
});

test('when the keys were destroyed what is typed next is sealed with new ones; a device whose day is ahead seals with the service’s day', async () => {
  const browser = aBrowser();
  const page = browser.page();
  await page.put('new', 'before');
  browser.newKeys();
  page.letGoOfKeys();
  expect(await page.get('new')).toBeUndefined();
  await page.put('new', 'after');
  expect((await browser.page().get('new'))?.text).toBe('after');

  const ahead = { today: () => '2026-11-24' };
  await browser.page(ahead).put('r:1:note', 'tomorrow already');
  expect((await browser.page(ahead).get('r:1:note'))?.text).toBe('tomorrow already');
});

test('nothing is kept of too long a text, without a person, over an unsafe line, or where there is no place; at most twenty texts are', async () => {
  const browser = aBrowser();
  await browser.page().put('new', 'x'.repeat(20_001));
  await browser.page({ crypto: undefined }).put('new', 'words');
  await browser.page({ place: undefined }).put('new', 'words');
  browser.sit(undefined);
  await browser.page().put('new', 'words');
  expect(browser.places.size).toBe(0);

  browser.sit('lam');
  for (let n = 1; n <= 25; n += 1) {
    browser.pass(1);
    await browser.page().put(`r:${n}:note`, `note ${n}`);
  }
  expect(await browser.page().get('r:5:note')).toBeUndefined();
  expect((await browser.page().get('r:6:note'))?.text).toBe('note 6');
});
