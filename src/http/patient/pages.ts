import type { Category } from '#src/domain/consent/category.ts';
import { ordinaryCategories } from '#src/domain/consent/check-decision.ts';
import { defaultDaysAfterReferral } from '#src/domain/consent/effective.ts';
import { type EmergencyLook, emergencyPart } from './emergency-looks.ts';
import { type Html, html } from './html.ts';
import {
  filled,
  languageNames,
  type PatientLanguage,
  patientLanguages,
  type Say,
  sayIn,
  timeIn,
} from './words/words.ts';

type Name = { readonly en: string; readonly zhHant: string; readonly zhHans?: string };

/** What the pages are about: who asks, for whom it is, and where the page stands. */
export type Scene = {
  readonly language: PatientLanguage;
  readonly here: string;
  readonly from?: Name;
};
export type ReferralScene = Scene & {
  readonly from: Name;
  readonly to: Name;
  readonly asker: Name;
  readonly code: string;
};
/** The words of one version of the consent, by language. */
export type Wording = {
  readonly version: string;
  readonly statement: Readonly<Record<PatientLanguage, readonly string[]>>;
};

const nameIn = (name: Name, language: PatientLanguage): string =>
  language === 'en' ? name.en : language === 'zh-Hant' ? name.zhHant : (name.zhHans ?? name.zhHant);

/** The frame around everything: language switch, title, and the promise that care goes on. What comes once (a receipt) has no switch: its address is used up. */
function page(scene: Scene, title: string, inside: Html, isAsked = true): string {
  const say = sayIn(scene.language);
  return html`<!doctype html>
<html lang="${scene.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title} · Baton</title><link rel="stylesheet" href="/p/look.css"><link rel="icon" href="data:,"></head>
<body>
${
  isAsked
    ? html`<header><nav aria-label="${say('switch.label')}"><ul>${patientLanguages.map((one) =>
        one === scene.language
          ? html`<li><a aria-current="true" lang="${one}" href="${scene.here}?l=${one}">${languageNames[one]}</a></li>`
          : html`<li><a lang="${one}" href="${scene.here}?l=${one}">${languageNames[one]}</a></li>`,
      )}</ul></nav></header>`
    : undefined
}
<main><h1>${title}</h1>${inside}</main>
<footer class="soft">${scene.from ? html`<p>${say('page.by', { from: nameIn(scene.from, scene.language) })}</p>` : undefined}<p>${say('gone.care')}</p></footer>
</body></html>
`.text;
}

const errorNote = (text: string | undefined): Html | undefined =>
  text === undefined ? undefined : html`<p class="note" role="alert">${text}</p>`;

/** One field, one button. */
function oneField(scene: Scene, kind: 'code' | 'year', digits: number, wrong?: string): Html {
  const say = sayIn(scene.language);
  return html`${errorNote(wrong)}<form method="post" action="${scene.here}?l=${scene.language}" autocomplete="off">
<label for="${kind}">${say(`${kind}.label`)}</label><p class="soft" id="help">${say(`${kind}.help`)}</p>
<input type="text" id="${kind}" name="${kind}" inputmode="numeric" pattern="[0-9 ]{${digits},${digits + 3}}" maxlength="${digits + 3}" required aria-describedby="help">
<button>${say(`${kind}.go`)}</button></form>`;
}

export const codePage = (scene: Scene, wrong?: string): string =>
  page(scene, sayIn(scene.language)('code.title'), oneField(scene, 'code', 8, wrong));
export const yearPage = (scene: Scene, wrong?: string): string =>
  page(scene, sayIn(scene.language)('year.title'), oneField(scene, 'year', 4, wrong));

/** Who asks, for what, to whom, how long; then three choices: all, some, no. */
export function askPage(
  scene: ReferralScene,
  wording: Wording,
  proof: string,
  { wrong, emergencies = [] }: { readonly wrong?: string; readonly emergencies?: readonly EmergencyLook[] } = {},
): string {
  const { language, here, code } = scene;
  const say = sayIn(language);
  const days = defaultDaysAfterReferral;
  const [from, to] = [nameIn(scene.from, language), nameIn(scene.to, language)];
  const form = (inside: Html) =>
    html`<form method="post" action="${here}/decide?l=${language}"><input type="hidden" name="proof" value="${proof}">${inside}</form>`;
  return page(
    scene,
    say('ask.title'),
    html`${errorNote(wrong)}<dl><dt>${say('ask.who')}</dt><dd>${nameIn(scene.asker, language)}, ${from}</dd>
<dt>${say('ask.to')}</dt><dd>${to}</dd><dt>${say('ask.for')}</dt><dd>${say('ask.for.words', { code })}</dd>
<dt>${say('ask.long')}</dt><dd>${say('ask.long.words', { days })}</dd></dl>
<ul>${wording.statement[language].map((line) => html`<li>${filled(line, { from, to, days })}</li>`)}</ul>
<h2>${say('ask.parts')}</h2><ul>${ordinaryCategories.map((one) => html`<li>${say(`part.${one}`)}</li>`)}</ul>
${form(html`<button name="choice" value="all">${say('ask.all')}</button>`)}
${form(
  html`<fieldset><legend>${say('ask.some.choose')}</legend>${ordinaryCategories.map(
    (one) =>
      html`<div class="part"><input type="checkbox" id="part-${one}" name="part" value="${one}"><label for="part-${one}">${say(`part.${one}`)}</label></div>`,
  )}<button class="quiet" name="choice" value="some">${say('ask.some.go')}</button></fieldset>`,
)}
${form(html`<button class="quiet" name="choice" value="no">${say('ask.no')}</button><p class="soft">${say('ask.no.help')}</p>`)}${emergencyPart(emergencies, language)}`,
  );
}

export type ReceiptFacts = {
  readonly what: 'yes' | 'no' | 'withdrawn';
  readonly at: Date;
  readonly parts: readonly Category[];
  readonly version: string;
  readonly takeBack?: { readonly link: string; readonly code: string; readonly address: string };
};

/** In English and Traditional Chinese at once (and in Simplified for who chose it), so that it can be kept and shown to anybody. */
export function receiptPage(scene: ReferralScene, facts: ReceiptFacts): string {
  const both: readonly PatientLanguage[] =
    scene.language === 'zh-Hans' ? ['zh-Hans', 'en'] : scene.language === 'en' ? ['en', 'zh-Hant'] : ['zh-Hant', 'en'];
  const [first = 'en', second = 'zh-Hant'] = both;
  return page(
    scene,
    sayIn(first)('receipt.title'),
    html`${receiptIn(scene, facts, first)}<hr class="rule"><section lang="${second}" aria-labelledby="other"><h2 id="other">${sayIn(second)('receipt.title')}</h2>${receiptIn(scene, facts, second)}</section>`,
    false,
  );
}

function receiptIn(
  scene: ReferralScene,
  { what, at, parts, version, takeBack }: ReceiptFacts,
  language: PatientLanguage,
): Html {
  const say = sayIn(language);
  const to = nameIn(scene.to, language);
  return html`<p class="note">${say(`receipt.${what}`, { at: timeIn(at, language) })}</p>
${what === 'yes' ? html`<p>${say('receipt.shared', { to })}</p><ul>${parts.map((one) => html`<li>${say(`part.${one}`)}</li>`)}</ul>` : undefined}
${what === 'withdrawn' ? html`<p>${say('receipt.copies')}</p>` : undefined}
${takeBack ? html`<p><strong>${say('receipt.back')}</strong></p><p>${say('receipt.back.words')}</p><p><a href="${takeBack.link}?l=${language}">${say('receipt.back.link')}</a></p><p>${say('receipt.back.code', { address: takeBack.address })}</p><p class="code">${spaced(takeBack.code)}</p>` : undefined}
<p class="soft">${say('receipt.wording', { version, code: scene.code })}</p>`;
}

const spaced = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;

export type MineFacts = {
  readonly parts: readonly Category[];
  readonly looks: readonly { readonly who: Name; readonly at: Date }[];
  readonly withdrawnAt?: Date;
  readonly emergencies: readonly EmergencyLook[];
};

/** What the patient decided, who looked, and one button to take it back. */
export function minePage(
  scene: ReferralScene,
  { parts, looks, withdrawnAt, emergencies }: MineFacts,
  proof: string,
): string {
  const { language, here } = scene;
  const say = sayIn(language);
  const to = nameIn(scene.to, language);
  return page(
    scene,
    say('mine.title'),
    html`${
      parts.length > 0
        ? html`<p>${say('receipt.shared', { to })}</p><ul>${parts.map((one) => html`<li>${say(`part.${one}`)}</li>`)}</ul>
<form method="post" action="${here}/withdraw?l=${language}"><input type="hidden" name="proof" value="${proof}"><button>${say('mine.take-back')}</button><p class="soft">${say('mine.take-back.help')}</p></form>`
        : html`<p class="note">${withdrawnAt ? say('receipt.withdrawn', { at: timeIn(withdrawnAt, language) }) : say('mine.none')}</p>`
    }
<h2>${say('mine.looked')}</h2>${
      looks.length === 0
        ? html`<p>${say('mine.looked.none', { to })}</p>`
        : html`<ul>${looks.map(({ who, at }) => html`<li>${say('mine.looked.line', { who: nameIn(who, language), at: timeIn(at, language) })}</li>`)}</ul>`
    }${emergencyPart(emergencies, language)}`,
  );
}

export type Gone = 'used' | 'expired' | 'closed' | 'unknown' | 'busy' | 'child';

export function gonePage(scene: Scene, why: Gone): string {
  const say: Say = sayIn(scene.language);
  return page(
    scene,
    say('gone.title'),
    html`<p class="note">${say(`gone.${why}`)}</p><p><a href="/p?l=${scene.language}">${say('code.title')}</a></p>`,
  );
}
