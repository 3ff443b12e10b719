import type { ReplyPlace } from '../../domain/errand.ts';
import type { Happening } from '../../domain/happening.ts';
import { type House, hotline, person, staffOf, userIn } from '../../domain/house/house.ts';
import type { ClinicianId, TenantId } from '../../domain/ids.ts';
import { wordOfLines } from '../../domain/intake/document-line.ts';
import { type Language, type Person, worksAt } from '../../domain/people/person.ts';
import { isSure } from '../../domain/record/finding.ts';
import { gapsOf } from '../../domain/referral/gaps.ts';
import { watchOf } from '../../domain/referral/loop-clock.ts';
import { patientLine } from '../../domain/referral/patient-line.ts';
import type { Referral, State } from '../../domain/referral/referral.ts';
import type { Outcome } from '../../ports/errands.ts';
import type { Ledger, Page, PostedCard, ReadingPage } from '../../ports/ledger.ts';
import { type Messenger, type Place, Undeliverable } from '../../ports/messenger.ts';
import type { CardScene, CardWords, Speech } from '../../ports/speech.ts';
import { isAmongSendersIn, isShutOff } from '../consent/shut-off.ts';
import { documentLines } from '../documents/document-lines.ts';
import { noteDelivered } from '../steps/note-delivery.ts';
import type { World } from '../world.ts';
import type { Does } from './run-errand.ts';

export type Shows = Pick<World, 'clock' | 'house' | 'log'> & {
  readonly ledger: Ledger;
  readonly speech: Speech;
  readonly messengerOf: (tenant: TenantId) => Messenger;
  /** The card template of an organisation; undefined where none was imported yet. */
  readonly templateOf: (tenant: TenantId) => string | undefined;
  readonly groupLanguage: (hotline: string) => Language;
  readonly publicUrl: () => string;
  readonly liveParts: (tenant: TenantId) => boolean;
};

/**
 * Brings the one card of a referral in one place up to what is so now: posts it if there is none, changes it otherwise.
 * Without a template, or when the card is gone, a plain message tells the same truth, once per state.
 */
export const showReferral =
  (world: Shows): Does<'show-referral'> =>
  async ({ referral: which, place }, { lane }) => {
    const found = await world.ledger.read((page) => sceneFor(world, page, which, place));
    if (!found) return { is: 'dropped', why: 'referral.not-found' };
    const { scene, card } = found;
    const isShown = card && card.shownVersion >= scene.referral.version && (card.shownFiles ?? '') === scene.shownFiles;
    if (isShown && card.way === 'card' && !scene.referralIsOverdue) return { is: 'done' };
    const words = world.speech.card(scene.card);
    const template = world.templateOf(place.tenant);
    try {
      if (template && card?.way === 'card') return await changeCard(world, scene, card, words, lane);
      if (template && !card) return await postCard(world, scene, words, template, lane);
    } catch (error) {
      if (!(error instanceof Undeliverable)) throw error;
      world.log.warn(
        { referral: which, reason: error.reason },
        'a card could not be shown; a plain message says it instead',
      );
    }
    return sayPlainly(world, scene, card, words, lane);
  };

type Scene = {
  readonly card: CardScene;
  readonly referral: Referral;
  readonly place: ReplyPlace;
  readonly placeKey: string;
  readonly referralIsOverdue: boolean;
  readonly shownFiles: string;
};

export const placeKeyOf = (place: ReplyPlace): string =>
  place.in === 'group' ? `group ${place.tenant} ${place.group}` : `chat ${place.tenant} ${place.user}`;

async function sceneFor(
  world: Shows,
  page: ReadingPage,
  which: Referral['id'],
  place: ReplyPlace,
): Promise<{ scene: Scene; card: PostedCard | undefined } | undefined> {
  const row = await page.referrals.get(which);
  if (!row) return undefined;
  const { referral } = row;
  const content = await page.referrals.content(referral);
  const viewer =
    place.in === 'chat' ? world.house.people.find((one) => userIn(one, place.tenant) === place.user) : undefined;
  const languages = await languagesOf(world.house, page);
  const line = hotline(world.house, referral.hotline);
  const now = world.clock.now();
  const watch = watchOf(referral, world.house);
  const trail = await page.trail.of(referral.id);
  const base = world.publicUrl();
  const consentGone = !(viewer && isAmongSendersIn(viewer, referral)) && (await isShutOff(page, referral, now));
  const files = consentGone ? [] : await documentLines(page, referral, content.findings);
  const card: CardScene = {
    referral,
    house: world.house,
    watch,
    now,
    tenant: place.tenant,
    in: place.in,
    viewer,
    viewers: place.in === 'group' ? viewersOf(world.house, referral, trail) : viewer ? [viewer] : [],
    language: viewer ? languages(viewer) : line ? world.groupLanguage(line.id) : 'en',
    languageOf: languages,
    patientLine: consentGone ? '–' : patientLine(content.identity),
    gaps: consentGone ? [] : gapsOf(content),
    counts: consentGone
      ? { findings: 0, doubtful: 0 }
      : {
          findings: content.findings.length,
          doubtful: content.findings.filter((finding) => !isSure(finding)).length,
        },
    files,
    duplicates: (await page.referrals.live(referral.patient, referral.to, referral.id)).map(({ code, standing }) => ({
      code,
      state: standing.state,
    })),
    history: trail.flatMap((one): { state: State; at: Date }[] =>
      one.what === 'moved'
        ? [{ state: one.to, at: one.at }]
        : one.what === 'draft-started'
          ? [{ state: 'draft', at: one.at }]
          : [],
    ),
    page: `${base}/app/r/${referral.id}`,
    uploadPage: `${base}/app/upload?r=${referral.id}`,
    livePart: place.in === 'chat' && !consentGone && world.liveParts(place.tenant),
    ...(consentGone ? { consentGone } : {}),
  };
  const placeKey = placeKeyOf(place);
  const overdue = watch !== undefined && watch.due <= now;
  return {
    scene: { card, referral, place, placeKey, referralIsOverdue: overdue, shownFiles: wordOfLines(files) },
    card: await page.posted.card(which, placeKey),
  };
}

/** Those who can do something with the card in a group, and those who once could: whoever is left out of an update keeps the buttons of then. */
function viewersOf(house: House, referral: Referral, trail: readonly Happening[]): readonly Person[] {
  const line = hotline(house, referral.hotline);
  const ids = new Set([
    referral.author,
    ...(line?.receivers ?? []),
    ...staffOf(house, referral.to, 'clinician', 'consultant', 'nurse', 'coordinator').map(({ id }) => id),
    ...(referral.standing.state === 'awaiting-sign-off' ? [referral.standing.asked] : []),
    ...(referral.heldBy ? [referral.heldBy] : []),
    ...trail.flatMap(tookPart),
  ]);
  return [...ids].flatMap((who) => person(house, who) ?? []).filter(({ left }) => !left);
}

const tookPart = (one: Happening): readonly ClinicianId[] =>
  one.what === 'sign-off-asked' ? [one.asked] : one.what === 'handed-over' ? [one.to] : [];

async function languagesOf(house: House, page: ReadingPage): Promise<(person: Person) => Language> {
  const chosen = new Map<string, Language>();
  for (const one of house.people) chosen.set(one.id, (await page.people.language(one.id)) ?? one.language);
  return (one) => chosen.get(one.id) ?? one.language;
}

async function changeCard(
  world: Shows,
  scene: Scene,
  card: PostedCard,
  words: CardWords,
  lane: 'now' | 'soon' | 'optional',
): Promise<Outcome> {
  await world
    .messengerOf(scene.place.tenant)
    .changeCard(
      { tenant: scene.place.tenant, track: card.track, values: words.values, forViewer: words.forViewer },
      lane,
    );
  return {
    is: 'done',
    keep: (page) =>
      remember(world, page, scene, { ...card, shownVersion: scene.referral.version, shownFiles: scene.shownFiles }),
  };
}

async function postCard(
  world: Shows,
  scene: Scene,
  words: CardWords,
  template: string,
  lane: 'now' | 'soon' | 'optional',
): Promise<Outcome> {
  const { place, referral } = scene;
  // One name for ever per referral and place: a post repeated after a crash finds its own card and changes nothing.
  const track = `baton.${referral.id}.${place.in === 'group' ? 'g' : `c.${place.user}`}`.slice(0, 100);
  const { receipt } = await world.messengerOf(place.tenant).postCard(
    {
      place: placeOf(place),
      track,
      template,
      values: words.values,
      forViewer: words.forViewer,
      push: words.push,
      ...(scene.card.livePart ? { livePart: { source: 'referral', key: referral.id } } : {}),
    },
    lane,
  );
  return {
    is: 'done',
    keep: (page) =>
      remember(world, page, scene, {
        referral: referral.id,
        placeKey: scene.placeKey,
        track,
        template,
        shownVersion: referral.version,
        shownFiles: scene.shownFiles,
        way: 'card',
        ...(receipt ? { receipt } : {}),
      }),
  };
}

async function sayPlainly(
  world: Shows,
  scene: Scene,
  card: PostedCard | undefined,
  words: CardWords,
  lane: 'now' | 'soon' | 'optional',
): Promise<Outcome> {
  const { place, referral } = scene;
  const track = `plain ${referral.standing.state}`;
  // A plain message cannot change: a new one is worth its noise only when the state is new.
  if (card?.way === 'message' && card.track === track)
    return { is: 'done', keep: (page) => remember(world, page, scene, { ...card, shownVersion: referral.version }) };
  const { receipt } = await world.messengerOf(place.tenant).say(placeOf(place), words.plain, lane);
  return {
    is: 'done',
    keep: (page) =>
      remember(world, page, scene, {
        referral: referral.id,
        placeKey: scene.placeKey,
        track,
        template: '',
        shownVersion: referral.version,
        shownFiles: scene.shownFiles,
        way: 'message',
        ...(receipt ? { receipt } : {}),
      }),
  };
}

async function remember(world: Shows, page: Page, scene: Scene, card: PostedCard): Promise<void> {
  await page.posted.keepCard(card);
  const { place, referral } = scene;
  if (card.receipt)
    await page.posted.keepReceipt(card.receipt, { referral: referral.id, what: 'card', tenant: place.tenant });
  const line = hotline(world.house, referral.hotline);
  const reachedReceivers =
    place.in === 'group'
      ? line?.group === place.group
      : scene.card.viewer !== undefined && worksAt(scene.card.viewer, referral.to);
  if (reachedReceivers && referral.standing.state === 'sent')
    await noteDelivered(world)(page, referral.id, scene.placeKey);
  else if ((await page.referrals.get(referral.id))?.referral.version !== referral.version) {
    await page.send(
      { do: 'show-referral', referral: referral.id, place },
      { lane: 'soon', key: `show ${referral.id} again ${scene.placeKey}` },
    );
  }
}

export const placeOf = (place: ReplyPlace): Place =>
  place.in === 'group'
    ? { tenant: place.tenant, in: 'group', group: place.group }
    : { tenant: place.tenant, in: 'chat', user: place.user };
