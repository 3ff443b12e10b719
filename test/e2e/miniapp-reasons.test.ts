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
}, 240_000);
afterEach(async () => {
  const { complaints } = phone;
  await phone.end();
  expect(complaints).toEqual([]);
});
afterAll(() => stage.strike());

const which = 'ref-chest-pain';

test('somebody without a part in it is asked why, and one answer opens the record', async () => {
  const { page, open, baton } = await take({ prepare: (one) => one.asksWhy.add(which) });
  await open(`/r/${which}`);
  await page.getByRole('heading', { name: 'Why do you need to look?' }).waitFor();
  expect(await page.getByRole('heading', { name: 'Allergies' }).count()).toBe(0);
  await page.getByRole('radio', { name: 'I am covering for a colleague' }).click();
  await page.getByRole('button', { name: 'Open with this reason' }).click();
  await page.getByRole('region', { name: 'Consent', exact: true }).waitFor();
  expect(baton.asked).toContain('need covering');
}, 120_000);

test('what is not shared is named, allergies first, and is never called none', async () => {
  const { page, open, baton } = await take();
  baton.change(which, { hidden: ['allergies', 'medicines', 'sensitive'], findings: [], allergiesSaid: 'not-said' });
  await open(`/r/${which}`);
  await page.getByRole('heading', { name: 'Allergies are not shared with you' }).waitFor();
  const part = page.getByRole('region', { name: 'Not shared with you' });
  expect(await part.textContent()).toContain('allergies, medicines, restricted parts');
  expect(await page.getByRole('region', { name: 'Medicines' }).textContent()).toContain('Not shared with you');
  expect(await page.getByRole('region', { name: 'Problems' }).textContent()).toContain('None given');
}, 120_000);

test('restricted parts are hidden until a reason is given, in Chinese as well', async () => {
  const { page, open, baton } = await take();
  baton.change(which, { hidden: ['sensitive'], restrictedNeedsReason: true });
  await open('/settings');
  await page.getByRole('radio', { name: '繁體中文' }).click();
  await page.getByRole('heading', { name: '設定' }).waitFor();
  await open(`/r/${which}`);
  const notice = page.locator('summary', { hasText: '受限制資料已隱藏' });
  await notice.click();
  await page.getByRole('radio', { name: '現時治療所需' }).click();
  await page.getByRole('button', { name: '以此原因開啟' }).click();
  await notice.waitFor({ state: 'detached' });
  expect(baton.asked).toContain('restricted treatment');
}, 120_000);

test('a colleague is asked to look in two taps, and their link leads to the referral', async () => {
  const { page, open, baton } = await take();
  await open(`/r/${which}`);
  await page.getByText('Ask a colleague to look').click();
  const choice = page.getByRole('combobox', { name: 'Person' }).or(page.locator('details select')).first();
  await choice.selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Ask them' }).click();
  await page.getByText('Asked. They have a link in their chat.').first().waitFor();
  expect(baton.asked.some((one) => one.startsWith('link for '))).toBe(true);

  await open('/l/a-token-of-somebody');
  await page.waitForURL(/\/app\/r\//);
  await open('/l/a-token-of-nobody-at-all');
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
}, 120_000);
