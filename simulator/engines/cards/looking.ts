import type { Card } from './card.ts';
import { valuesFor } from './card.ts';
import type { CardDeck } from './deck.ts';
import { answered, due } from './dynamic.ts';
import type { CardStage } from './stage.ts';
import { privateNames } from './template.ts';
import type { Values } from './values.ts';
import { type CardView, draw } from './view.ts';

export const DYNAMIC_TOPIC = '/v1.0/card/dynamicData/get';
export const ACTION_TOPIC = '/v1.0/card/instances/callback';
export const ANSWER_MS = 2000;

type Pulled = { readonly at: number; readonly values: Values };

/** What each viewer's phone holds of the dynamic sources, and the asking for more. */
export class Looking {
  readonly #deck: CardDeck;
  readonly #stage: CardStage;
  readonly #pulled = new Map<string, Pulled>();

  constructor(deck: CardDeck, stage: CardStage) {
    this.#deck = deck;
    this.#stage = stage;
  }

  /** The card as this person sees it now; undefined for a card that is not there, or not for these eyes. */
  async view(outTrackId: string, userId: string): Promise<CardView | undefined> {
    const before = this.#deck.get(outTrackId);
    if (before === undefined || !this.#stage.mayLook(before.corpId, outTrackId, userId)) return undefined;
    await this.#pull(before, userId);
    // the card may have moved on while the application answered
    const card = this.#deck.get(outTrackId) ?? before;
    return draw(this.#deck.template(card.templateId), this.valuesFor(card, userId), card.updatedAt);
  }

  valuesFor(card: Card, userId: string): Values {
    const pulled = card.sources.map(({ id }) => this.#pulled.get(place(card, userId, id))?.values ?? {});
    const names = privateNames(this.#deck.template(card.templateId));
    return valuesFor(card, userId, names, Object.assign({}, ...pulled));
  }

  async #pull(card: Card, userId: string): Promise<void> {
    const now = this.#stage.now();
    const asked = due(card.sources, (id) => this.#pulled.get(place(card, userId, id))?.at, now);
    if (asked.length === 0) return;
    for (const { id } of asked) {
      const key = place(card, userId, id);
      this.#pulled.set(key, { at: now, values: this.#pulled.get(key)?.values ?? {} });
    }
    const answer = await this.#stage.within(
      ANSWER_MS,
      this.#stage.push(card.clientId, DYNAMIC_TOPIC, {
        type: 'dynamicDataCallback',
        corpId: card.corpId,
        userId: outsideId(card, userId, this.#stage),
        outTrackId: card.outTrackId,
        content: JSON.stringify({
          dynamicDataSourceQueryRequests: asked.map(({ id, constParams }) => ({
            dynamicDataSourceId: id,
            constParams,
          })),
        }),
      }),
    );
    if (answer === undefined)
      this.#stage.note('dynamic data: no answer in 2 s', { outTrackId: card.outTrackId, userId });
    for (const [id, values] of answered(answer))
      if (asked.some((source) => source.id === id)) this.#pulled.set(place(card, userId, id), { at: now, values });
  }
}

const place = (card: Card, userId: string, source: string): string => JSON.stringify([card.outTrackId, userId, source]);

/** The id the application knows the person by: the card's userIdType governs callbacks too. */
export const outsideId = (card: Card, userId: string, stage: CardStage): string =>
  card.userIdType === 2 ? (stage.person(card.corpId, userId)?.unionId ?? userId) : userId;
