import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Phone, type PhoneLook, type Stage, setStage } from './miniapp-phone.ts';

let stage: Stage;
let phone: Phone;
const take = async (how?: PhoneLook) => {
  phone = await stage.phone(how);
  return phone;
};

beforeAll(async () => {
  stage = await setStage();
});
afterEach(async () => {
  const { complaints } = phone;
  await phone.end();
  expect(complaints).toEqual([]);
});
afterAll(() => stage.strike());

test('from the referral one tap leads to the record: the allergy first, then three points, their sources one tap away', async () => {
  const { page, open } = await take();
  await open('/r/ref-received');
  await page.getByRole('link', { name: 'Open the whole record' }).click();

  const alert = page.getByRole('alert', { name: 'Allergy' });
  await alert.waitFor();
  expect(await alert.textContent()).toContain('penicillin');
  expect(await alert.textContent()).toContain('severe');
  expect(await alert.textContent()).toContain('Clear it up with the patient');
  const points = page.getByRole('region', { name: 'Three key points' });
  expect((await alert.boundingBox())?.y).toBeLessThan((await points.boundingBox())?.y ?? 0);
  expect(await points.getByRole('listitem').count()).toBeGreaterThanOrEqual(3);
  expect(await points.textContent()).toContain('Documents left out: 214, 2016–2026');
  const quote = points.getByText('warfarin 3 mg daily', { exact: true });
  expect(await quote.isVisible()).toBe(false);
  await points.getByText('Sources: 1').first().click();
  await quote.waitFor();
});

test('results show their flag in words and the way they went, a pending one says so', async () => {
  const { page, open } = await take();
  await open('/r/ref-received/record');
  const results = page.getByRole('region', { name: 'Results' });
  await results.waitFor();

  expect(await results.textContent()).toMatch(/Potassium.*6\.6.*mmol\/L.*critical/i);
  expect(await results.textContent()).toContain('awaited');
  await results.getByRole('img', { name: 'Potassium: from 4.1 mmol/L to 6.6 mmol/L over 4 values' }).waitFor();
});

test('a change is told in a few words and stands under what changed', async () => {
  const { page, open } = await take();
  await open('/r/ref-received/record');
  const changed = page.getByRole('region', { name: 'What changed' });
  await changed.getByText('Tell a change').click();
  await changed.getByLabel('What did you change').fill('Stop aspirin.');
  await changed.getByRole('button', { name: 'Keep as a change' }).click();

  await changed.getByText('Stop aspirin.', { exact: true }).waitFor();
  expect(await changed.textContent()).toContain('After: apixaban 5 mg bd');
});

test('each thing to press is large enough for a thumb', async () => {
  const { page, open } = await take();
  await open('/r/ref-received/record');
  await page.getByRole('region', { name: 'Three key points' }).waitFor();

  const heights = await page
    .locator('main summary, main a.button, main button.button')
    .evaluateAll((all) =>
      all.map((one) => Math.round(one.getBoundingClientRect().height)).filter((height) => height > 0),
    );
  expect(heights.length).toBeGreaterThan(8);
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
});

test('nothing known, nothing changed: each list says so', async () => {
  const { page, open } = await take({
    prepare: ({ record }) => {
      const { since: _none, question: _nothing, ...rest } = record.shown;
      record.shown = {
        ...rest,
        points: [],
        leftOut: { documents: 0 },
        allergies: [],
        allergiesDenied: [],
        medicines: [],
        problems: [],
        results: [],
        timeline: [],
        changes: [],
        mayUpdate: false,
        hidden: [],
      };
    },
  });
  await open('/r/ref-received/record');

  await page.getByText('Nothing is recorded yet that could be said with a source.').waitFor();
  expect(await page.textContent('body')).toContain('That is not the same as none');
  expect(await page.getByRole('region', { name: 'What changed' }).count()).toBe(0);
});

test('a record that is not for this reader looks like one that is not there', async () => {
  const { page, open } = await take();
  await open('/r/ref-of-others/record');

  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
});
