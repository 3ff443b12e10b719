import { type House, hotline, institution, person, userIn } from '#src/domain/house/house.ts';
import type { HotlineId, InstitutionId, TenantId, UserId } from '#src/domain/ids.ts';
import { byGravity, type DocumentLine, waitsForPerson } from '#src/domain/intake/document-line.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type Gap, tellsWhy } from '#src/domain/referral/gaps.ts';
import { ownersOf, type Watch } from '#src/domain/referral/loop-clock.ts';
import { isSigned, type Referral, type State } from '#src/domain/referral/referral.ts';
import { clockTime, type Language, speak } from '../words/words.ts';
import { buttonsFor, buttonValues } from './buttons.ts';
import { filesInOneLine } from './file-rows.ts';
import { gapForm } from './gap-form.ts';
import { stepsOf } from './steps.ts';

/** What a card is made from; see the port `Speech`. Nothing of the patient but `patientLine`. */
export type Scene = {
  readonly referral: Referral;
  readonly house: House;
  readonly watch: Watch | undefined;
  readonly now: Date;
  readonly tenant: TenantId;
  readonly in: 'group' | 'chat';
  readonly viewer: Person | undefined;
  readonly viewers: readonly Person[];
  readonly language: Language;
  readonly languageOf: (person: Person) => Language;
  readonly patientLine: string;
  readonly gaps: readonly Gap[];
  readonly counts: { readonly findings: number; readonly doubtful: number };
  readonly files: readonly DocumentLine[];
  readonly duplicates: readonly { readonly code: string; readonly state: State }[];
  readonly history: readonly { readonly state: State; readonly at: Date }[];
  readonly page: string;
  readonly uploadPage: string;
  readonly livePart: boolean;
  readonly consentGone?: boolean;
};

type Values = Record<string, string>;
type Field = { readonly label: string; readonly value: string; readonly tone?: 'ok' | 'unsure' | 'missing' };

/** One card: what everybody sees, what each person sees beside, what a lock screen may show, and the same truth without a template. */
export function referralCard(scene: Scene) {
  const { referral, language } = scene;
  const state = speak(language, `state.${referral.standing.state}`);
  const forViewer: Record<UserId, Values> = {};
  for (const viewer of scene.viewers) {
    const user = userIn(viewer, scene.tenant);
    if (user) forViewer[user] = personalValues(scene, viewer);
  }
  const values: Values = {
    ...publicValues(scene, language),
    ...buttonValues([]),
    ...lookValues(undefined, scene, language),
    form: '',
    hasForm: 'false',
  };
  return {
    values,
    forViewer,
    push: speak(language, 'push.card', { code: referral.code, state }),
    plain: plainMessage(scene, language),
  };
}

function publicValues(scene: Scene, language: Language): Values {
  const { referral } = scene;
  const note = noteFor(scene, language);
  return {
    title: speak(language, 'card.title', { code: referral.code }),
    urgencyText: speak(language, `urgency.${referral.urgency}`),
    tone: toneOf(referral),
    state: speak(language, `state.${referral.standing.state}`),
    steps: JSON.stringify(stepsOf(referral, scene.history, isOverdue(scene), language)),
    fields: JSON.stringify(fieldsFor(scene, language)),
    note,
    hasNote: String(note !== ''),
    referral: referral.id,
    version: String(referral.version),
    contentVersion: String(referral.contentVersion),
    openLabel: speak(language, 'button.open'),
    openUrl: pageFor(scene),
    uploadLabel: speak(language, 'button.upload'),
    uploadUrl: scene.uploadPage,
    canUpload: String(referral.standing.state === 'draft'),
    sendLabel: speak(language, 'form.send'),
    // Filled per viewer from Baton itself, never kept by DingTalk.
    allergyLine: '',
    details: '',
  };
}

function personalValues(scene: Scene, viewer: Person): Values {
  const language = scene.languageOf(viewer);
  const writes =
    scene.in === 'chat' && viewer.id === scene.referral.author && scene.referral.standing.state === 'draft';
  const waiting = writes ? byGravity(scene.files).find(waitsForPerson) : undefined;
  const buttons = buttonsFor(viewer, {
    referral: scene.referral,
    gaps: scene.gaps,
    language,
    toName: nameOf(scene.house, scene.referral.to, language),
    duplicates: scene.duplicates.length,
    // What one tap takes over is named in the part that DingTalk does not keep: without it nobody sees what they would accept.
    files: writes && scene.livePart ? scene.files : [],
  });
  const form = writes ? gapForm(scene.gaps, language, (id) => hotlineName(scene.house, id, language)) : '';
  return {
    ...(language === scene.language ? {} : publicValues(scene, language)),
    ...buttonValues(buttons),
    ...lookValues(waiting, scene, language),
    form,
    hasForm: String(form !== ''),
  };
}

/** Who is asked to sign comes straight to the screen that is signed. */
const pageFor = ({ page, viewer, referral: { standing } }: Scene): string =>
  standing.state === 'awaiting-sign-off' && viewer?.id === standing.asked ? `${page}/sign` : page;

/** Opens the mini-app at the one file that waits most for a person. */
const lookValues = (waiting: DocumentLine | undefined, { page }: Scene, language: Language): Values => ({
  hasLook: String(waiting !== undefined),
  lookLabel: waiting ? speak(language, 'button.look', { n: waiting.number }) : '',
  lookUrl: waiting ? `${page}?file=${encodeURIComponent(waiting.upload)}` : '',
});

function fieldsFor(scene: Scene, language: Language): readonly Field[] {
  const { referral, watch, house } = scene;
  const { standing } = referral;
  const fields: Field[] = [
    {
      label: speak(language, 'card.from-to'),
      value: speak(language, 'card.route', {
        from: nameOf(house, referral.from, language),
        to: nameOf(house, referral.to, language),
      }),
    },
    { label: speak(language, 'card.patient'), value: scene.patientLine },
    { label: speak(language, 'card.author'), value: personName(house, referral.author, language) },
  ];
  if (referral.heldBy)
    fields.push({ label: speak(language, 'card.held-by'), value: personName(house, referral.heldBy, language) });
  if (standing.state === 'booked')
    fields.push({ label: speak(language, 'card.visit'), value: clockTime(standing.visit.at, language) });
  if (watch) {
    fields.push({ label: speak(language, 'card.owner'), value: ownerName(house, watch, language) });
    fields.push({
      label: speak(language, isOverdue(scene) ? 'card.overdue' : 'card.due'),
      value: clockTime(watch.due, language),
      ...(isOverdue(scene) ? { tone: 'missing' as const } : {}),
    });
  }
  if (scene.files.length > 0)
    fields.push({
      label: speak(language, 'card.files'),
      value: filesInOneLine(scene.files, language),
      ...(scene.files.some(waitsForPerson) ? { tone: 'unsure' as const } : {}),
    });
  return fields;
}

/** The one sentence that says what matters about the state as it is. */
function noteFor(scene: Scene, language: Language): string {
  if (scene.consentGone) return speak(language, 'card.consent-gone');
  const { referral, house } = scene;
  const { standing } = referral;
  const who = (id: Person['id']) => personName(house, id, language);
  switch (standing.state) {
    case 'draft':
      return draftNote(scene, language);
    case 'awaiting-sign-off':
      return `${speak(language, 'card.asked')}: ${who(standing.asked)} · ${speak(language, 'card.fingerprint')}: ${standing.contentHash.slice(0, 16)}`;
    case 'declined':
      return speak(language, 'card.declined', {
        who: who(standing.by),
        reason: speak(language, `decline.${standing.reason}`),
      });
    case 'redirected':
      return speak(language, 'card.redirected', { who: who(standing.by), to: nameOf(house, standing.to, language) });
    case 'sent':
    case 'delivered':
    case 'opened':
    case 'accepted':
    case 'booked':
    case 'attended':
    case 'did-not-attend':
    case 'answered':
    case 'closed':
    case 'cancelled':
      return referral.signature && isSigned(referral)
        ? speak(language, 'card.signed', { who: who(referral.signature.by), at: referral.signature.at.toISOString() })
        : '';
  }
}

function draftNote(scene: Scene, language: Language): string {
  const { gaps, referral, house } = scene;
  const { standing } = referral;
  if (scene.in === 'group')
    return speak(language, 'card.group-draft', { who: personName(house, referral.author, language) });
  const lines: string[] = [];
  if (standing.state === 'draft' && standing.returned)
    lines.push(speak(language, 'card.returned', { who: personName(house, standing.returned.by, language) }));
  if (gaps.some(({ why }) => why === 'two-patients')) lines.push(speak(language, 'card.two-patients'));
  if (scene.duplicates.length > 0)
    lines.push(
      speak(language, 'card.duplicate', {
        list: scene.duplicates.map(({ code, state }) => `${code} (${speak(language, `state.${state}`)})`).join(', '),
      }),
    );
  if (scene.counts.doubtful > 0) lines.push(speak(language, 'card.doubtful', { n: scene.counts.doubtful }));
  lines.push(
    gaps.length > 0
      ? speak(language, 'card.missing', { list: gaps.map((gap) => gapName(gap, language)).join(', ') })
      : speak(language, 'card.ready'),
  );
  return lines.join('\n\n');
}

export const gapName = (gap: Gap, language: Language): string =>
  speak(language, `gap.${tellsWhy(gap.why) ? gap.why : gap.field}`);

function plainMessage(scene: Scene, language: Language) {
  const { referral } = scene;
  const fields = fieldsFor(scene, language).map(({ label, value }) => `**${label}** ${value}`);
  const state = `${speak(language, `urgency.${referral.urgency}`)} · ${speak(language, `state.${referral.standing.state}`)}`;
  const writes = scene.in === 'chat' && scene.viewer?.id === referral.author && referral.standing.state === 'draft';
  const waiting = writes ? byGravity(scene.files).find(waitsForPerson) : undefined;
  const { lookLabel = '', lookUrl = '' } = lookValues(waiting, scene, language);
  const buttons = [{ label: speak(language, 'button.open'), url: pageFor(scene) }];
  if (waiting) buttons.push({ label: lookLabel, url: lookUrl });
  if (referral.standing.state === 'draft')
    buttons.push({ label: speak(language, 'button.upload'), url: scene.uploadPage });
  return {
    title: speak(language, 'card.title', { code: referral.code }),
    text: [`### ${speak(language, 'card.title', { code: referral.code })}`, state, ...fields, noteFor(scene, language)]
      .filter(Boolean)
      .join('  \n'),
    buttons,
  };
}

const isOverdue = ({ watch, now }: Scene): boolean => watch !== undefined && watch.due <= now;

function toneOf({ standing, urgency }: Referral): string {
  if (standing.state === 'closed' || standing.state === 'answered') return 'done';
  if (standing.state === 'cancelled' || standing.state === 'declined') return 'stopped';
  return urgency === 'emergency' ? 'emergency' : urgency === 'urgent' ? 'urgent' : 'calm';
}

const byLanguage = (
  name: { readonly en: string; readonly zhHant: string; readonly zhHans?: string },
  language: Language,
): string => (language === 'en' ? name.en : language === 'zh-Hant' ? name.zhHant : (name.zhHans ?? name.zhHant));

export const nameOf = (house: House, where: InstitutionId, language: Language): string => {
  const found = institution(house, where);
  return found ? byLanguage(found.name, language) : where;
};

export const personName = (house: House, who: Person['id'], language: Language): string => {
  const found = person(house, who);
  return found ? byLanguage(found.name, language) : who;
};

const hotlineName = (house: House, which: string, language: Language): string => {
  // The choices of the form are the ids of hotlines that the draft itself named.
  const found = hotline(house, which as HotlineId);
  return found ? byLanguage(found.name, language) : which;
};

export const ownerName = (house: House, { owner }: Watch, language: Language): string =>
  ownersOf(owner)
    .map((who) => personName(house, who, language))
    .join(', ') || ('desk' in owner ? nameOf(house, owner.desk, language) : '');
