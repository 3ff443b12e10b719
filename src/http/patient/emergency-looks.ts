import type { EmergencyGround } from '#src/domain/consent/emergency.ts';
import { type Html, html } from './html.ts';
import { type PatientLanguage, sayIn, timeIn } from './words/words.ts';

type Name = { readonly en: string; readonly zhHant: string; readonly zhHans?: string };
export type EmergencyLook = {
  readonly who: Name;
  readonly where: Name;
  readonly at: Date;
  readonly ground: EmergencyGround;
  readonly more: boolean;
};

const nameIn = (name: Name, language: PatientLanguage): string =>
  language === 'en' ? name.en : language === 'zh-Hant' ? name.zhHant : (name.zhHans ?? name.zhHant);

/** Who looked in an emergency without the patient's yes: who, where, when, on which ground; nothing where nobody did. */
export function emergencyPart(looks: readonly EmergencyLook[], language: PatientLanguage): Html | undefined {
  if (looks.length === 0) return undefined;
  const say = sayIn(language);
  return html`<section aria-labelledby="emergency"><h2 id="emergency">${say('emergency.title')}</h2><ul>${looks.map(
    ({ who, where, at, ground, more }) =>
      html`<li>${say('emergency.line', { who: nameIn(who, language), where: nameIn(where, language), at: timeIn(at, language) })}<br>${say(`emergency.${ground}`)}${more ? html`<br>${say('emergency.more')}` : undefined}</li>`,
  )}</ul><p class="soft">${say('emergency.help')}</p></section>`;
}
