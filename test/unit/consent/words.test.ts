import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadConsentWording } from '#config/consent.ts';
import { categories, purposes } from '#src/domain/consent/category.ts';
import { currentWording } from '#src/domain/consent/wording.ts';
import { html } from '#src/http/patient/html.ts';
import { languageFor, patientLanguages, patientWords, timeIn } from '#src/http/patient/words/words.ts';

const gapsIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('the patient’s page says the same in three languages, with the same gaps', () => {
  for (const language of patientLanguages) {
    expect(Object.keys(patientWords[language]).sort()).toEqual(Object.keys(patientWords.en).sort());
    for (const [key, text] of Object.entries(patientWords[language])) {
      expect(text.trim(), key).not.toBe('');
      expect(gapsIn(text), `${language} ${key}`).toEqual(gapsIn(patientWords.en[key as keyof typeof patientWords.en]));
    }
  }
  expect(Object.values(patientWords['zh-Hans']).join('')).not.toMatch(/[轉檔簽醫當會為這並後復時間錄類處沒決顧語]/);
  for (const category of categories) expect(patientWords.en).toHaveProperty(`part.${category}`);
});

test('every version of the wording that was ever shown can be read, in three languages with the same lines and gaps', () => {
  const versions = readdirSync('config/consent').map((file) => file.replace(/\.yaml$/, ''));
  expect(versions).toContain(currentWording);
  for (const version of versions) {
    const { statement } = loadConsentWording('config', version);
    for (const language of patientLanguages)
      expect(statement[language].map(gapsIn), language).toEqual(statement.en.map(gapsIn));
  }
});

test('a wording that is not there is refused with its file', () => {
  expect(() => loadConsentWording('config', '1999-01')).toThrow(/consent\/1999-01\.yaml/);
});

test('a record may be used for care, in an emergency, on duty, in an audit and for the patient: there is no purpose to sell or to train', () => {
  expect([...purposes]).toEqual(['care', 'emergency', 'duty', 'audit', 'patient-request']);
});

test('what is put into a page is shown and never run', () => {
  const name = '<script>alert("x")</script> & \'co\'';
  expect(html`<p title="${name}">${name}${[html`<b>1</b>`, '<i>']}</p>`.text).toBe(
    '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;co&#39;">&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;co&#39;<b>1</b>&lt;i&gt;</p>',
  );
});

test('the page speaks what was chosen, else what the browser asks for', () => {
  expect(languageFor('zh-Hans', 'en')).toBe('zh-Hans');
  expect(languageFor('xx', 'zh-HK,en;q=0.8')).toBe('zh-Hant');
  expect(languageFor(undefined, 'zh-CN,en')).toBe('zh-Hans');
  expect(languageFor(undefined, 'fr')).toBe('en');
});

test('times on the page are Hong Kong times', () => {
  expect(timeIn(new Date('2026-11-23T07:00:00Z'), 'en')).toContain('15:00');
});
