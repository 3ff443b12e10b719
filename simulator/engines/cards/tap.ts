import { refuse } from '../refusal.ts';
import { asWire, isWire, type Wire } from '../wire.ts';
import type { Placed } from './card.ts';
import { answeredCard, type Card } from './card.ts';
import type { CardDeck } from './deck.ts';
import { ANSWER_MS, type Looking, outsideId } from './looking.ts';
import type { CardStage } from './stage.ts';
import { tappables } from './template.ts';
import { filled, substitute } from './view.ts';

/** What the person sees after the tap. */
export type TapResult = { readonly ok: boolean; readonly toast: string; readonly ms: number; readonly url?: string };

/** How a callback reaches the application: the stream, or its registered HTTP address. */
export type Caller = (card: Card, data: object) => Promise<unknown>;

type Tap = { readonly userId: string; readonly outTrackId: string; readonly actionId: string; readonly params: Wire };

const FAILED = 'That did not work. Please try again. 操作失敗，請重試';

/** A thumb on a button. Two seconds for the answer; nothing is sent again: the person taps once more. */
export async function tap(
  asked: Tap,
  deck: CardDeck,
  looking: Looking,
  stage: CardStage,
  call: Caller,
): Promise<TapResult> {
  const card = deck.get(asked.outTrackId);
  if (card === undefined || !stage.mayLook(card.corpId, card.outTrackId, asked.userId))
    return refuse('not-found', 'this person sees no such card', 404);
  const button = tappables(deck.template(card.templateId)).find(({ actionId }) => actionId === asked.actionId);
  if (button === undefined) return refuse('not-found', 'the card has no such button', 404);
  const values = looking.valuesFor(card, asked.userId);
  const fill = (words: string): string => substitute(words, values);
  if (button.url !== undefined) return { ok: true, toast: '', ms: 0, url: fill(button.url) };
  if (card.callback === undefined) {
    stage.note('a tap went nowhere: the card was made without callbackType', { outTrackId: card.outTrackId });
    return { ok: false, toast: FAILED, ms: 0 };
  }
  const began = performance.now();
  const params = { ...filled(button.params, fill), ...asked.params };
  const answer = await stage.within(ANSWER_MS, call(card, actionData(card, asked, params, stage)));
  const ms = Math.round(performance.now() - began);
  if (!isWire(answer)) {
    stage.note('card callback: no usable answer in 2 s', { outTrackId: card.outTrackId, actionId: asked.actionId, ms });
    return { ok: false, toast: FAILED, ms };
  }
  apply(deck, stage, card.outTrackId, asked.userId, answer);
  return { ok: true, toast: '', ms };
}

/** The stream's answer wraps the update in `response`; an HTTP answer is the update itself. */
function apply(deck: CardDeck, stage: CardStage, outTrackId: string, userId: string, answer: Wire): void {
  const response = 'response' in answer ? asWire(answer.response) : answer;
  const card = deck.get(outTrackId);
  if (card === undefined || (response.cardData === undefined && response.userPrivateData === undefined)) return;
  const odd = (names: readonly string[]): void => {
    if (names.length > 0) stage.note('card values that are no strings: phones show a blank', { outTrackId, names });
  };
  deck.keepAnswered(answeredCard(card, response, userId, stage.now(), odd));
}

const actionData = (card: Card, { userId, outTrackId, actionId }: Tap, params: Wire, stage: CardStage) => ({
  type: 'actionCallback',
  outTrackId,
  corpId: card.corpId,
  userId: outsideId(card, userId, stage),
  userIdType: card.userIdType,
  spaceType: 'IM',
  spaceId: spaceSeenBy(card, userId, stage)?.space.id ?? '',
  extension: '{}',
  content: JSON.stringify({ cardPrivateData: { actionIds: [actionId], params } }),
});

/** The person's own chat with the robot if the card lies there, otherwise the first group. */
const spaceSeenBy = (card: Card, userId: string, stage: CardStage): Placed | undefined =>
  card.placed.find(({ space }) => space.type === 'IM_ROBOT' && space.id === outsideId(card, userId, stage)) ??
  card.placed.find(({ space }) => space.type !== 'IM_ROBOT') ??
  card.placed[0];
