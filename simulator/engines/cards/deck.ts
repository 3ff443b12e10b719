import { refuse } from '../refusal.ts';
import { asWire, flag, needText, text, type Wire } from '../wire.ts';
import { type Card, ignoredPrivateNames, newCard, updatedCard, type WhoIs } from './card.ts';
import { type Delivery, declaredSpaces, deliveryTo, type Space, spacesOf } from './spaces.ts';
import type { CardStage } from './stage.ts';
import { pieceOf, withPiece } from './streaming.ts';
import { privateNames, type Template, templateForm } from './template.ts';

/** The app that speaks. */
export type Speaker = { readonly corpId: string; readonly clientId: string };

export type DeliverResult = {
  readonly spaceType: string;
  readonly spaceId: string;
  readonly success: boolean;
  readonly carrierId: string;
  readonly errorMsg: string;
};

/**
 * All cards and their templates. An outTrackId is taken for ever, also when its card failed to be delivered.
 * Long because each call of the card API is a method here, with its checks in DingTalk's order.
 */
export class CardDeck {
  readonly #stage: CardStage;
  readonly #templates = new Map<string, Template>();
  readonly #cards = new Map<string, Card>();
  readonly #guids = new Set<string>();

  constructor(stage: CardStage) {
    this.#stage = stage;
  }

  importTemplate(given: unknown): Template {
    const read = templateForm.safeParse(given);
    if (!read.success) return refuse('template', read.error.issues.map((one) => one.message).join('; '));
    this.#templates.set(read.data.id, read.data);
    this.#stage.changed('template', {});
    return read.data;
  }

  template(id: string): Template {
    return this.#templates.get(id) ?? refuse('param.templateNotExist', 'there is no such template');
  }

  create(by: Speaker, body: Wire): Card {
    const outTrackId = needText(body, 'outTrackId', 'param.outTrackIdEmpty');
    const card = newCard(body, { ...by, now: this.#stage.now() }, this.#whoIs(by), this.#odd(by, outTrackId));
    const template = this.template(card.templateId);
    if (!template.published || this.#stage.isUnpublished(template.id))
      refuse('param.templateUnpublished', 'the template is not published');
    this.#mustBeSafe(body);
    if (this.#cards.has(outTrackId)) refuse('param.cardAlreadyExist', 'a card with this outTrackId exists');
    const ignored = ignoredPrivateNames(card, privateNames(template));
    if (ignored.length > 0)
      this.#stage.note('private values ignored: the template does not mark them private', { outTrackId, ignored });
    this.#keep(card);
    return card;
  }

  deliver(by: Speaker, body: Wire): readonly DeliverResult[] {
    const card = this.own(by, needText(body, 'outTrackId', 'param.outTrackIdEmpty'));
    const spaces = spacesOf(text(body, 'openSpaceId'));
    const planned = spaces.map((space) => {
      if (card.declared[space.type] === undefined)
        return refuse('param.openSpaceModelInvalid', `the card was not made for ${space.type}`);
      return { space, delivery: deliveryTo(space, body) };
    });
    return planned.map(({ space, delivery }) => this.#place(card.outTrackId, space, delivery));
  }

  /** Both checks come first: a card that cannot be delivered anywhere is not made. */
  createAndDeliver(by: Speaker, body: Wire): readonly DeliverResult[] {
    const declared = declaredSpaces(body);
    for (const space of spacesOf(text(body, 'openSpaceId'))) {
      deliveryTo(space, body);
      if (declared[space.type] === undefined)
        refuse('param.openSpaceModelInvalid', `the OpenSpaceModel for ${space.type} is missing`);
    }
    this.create(by, body);
    return this.deliver(by, body);
  }

  update(by: Speaker, body: Wire): void {
    const card = this.own(by, needText(body, 'outTrackId', 'param.outTrackIdEmpty'));
    this.#mustBeSafe(body);
    const odd = this.#odd(by, card.outTrackId);
    const next = updatedCard(card, body, this.#stage.now(), this.#whoIs(by), odd);
    const lost = Object.keys(card.shared).filter((name) => !Object.hasOwn(next.shared, name));
    if (lost.length > 0)
      this.#stage.note('values lost: the update did not say updateCardDataByKey', {
        outTrackId: card.outTrackId,
        lost,
      });
    this.#keep(next);
  }

  addSpaces(by: Speaker, body: Wire): void {
    const card = this.own(by, needText(body, 'outTrackId', 'param.outTrackIdEmpty'));
    this.#keep({ ...card, declared: { ...card.declared, ...declaredSpaces(body) } });
  }

  /** The same guid again changes nothing. */
  stream(by: Speaker, body: Wire): void {
    const piece = pieceOf(body);
    const card = this.own(by, piece.outTrackId);
    const known = JSON.stringify([piece.outTrackId, piece.guid]);
    if (this.#guids.has(known)) return;
    const isMarkdown = this.template(card.templateId).variables.some(
      ({ name, type }) => name === piece.key && type === 'markdown',
    );
    if (isMarkdown && !flag(body, 'isFull'))
      refuse('param.stream.isFullInvalid', 'markdown is streamed with isFull true');
    this.#guids.add(known);
    this.#keep(withPiece(card, piece, this.#stage.now()));
  }

  get(outTrackId: string): Card | undefined {
    return this.#cards.get(outTrackId);
  }

  /** Cards belong to the app that made them. */
  own(by: Speaker, outTrackId: string): Card {
    const card = this.#cards.get(outTrackId);
    return card?.clientId === by.clientId ? card : refuse('param.cardNotExist', 'there is no such card');
  }

  keepAnswered(card: Card): void {
    this.#keep(card);
  }

  #place(outTrackId: string, space: Space, delivery: Delivery): DeliverResult {
    const card = this.#cards.get(outTrackId) ?? refuse('param.cardNotExist', 'there is no such card');
    const model = card.declared[space.type] ?? {};
    const notification = asWire(model.notification);
    const placed = this.#stage.place({
      corpId: card.corpId,
      clientId: card.clientId,
      space: { type: space.type, id: this.#spaceId(card, space) },
      outTrackId,
      delivery: { ...delivery, recipients: this.#people(card, delivery.recipients) },
      atUserIds: [...this.#people(card, delivery.atUserIds), ...card.atUserIds],
      pushText: flag(notification, 'notificationOff') ? '' : (text(notification, 'alertContent') ?? lastMessage(model)),
      summary: lastMessage(model),
      supportForward: flag(model, 'supportForward'),
    });
    const named = { spaceType: space.type, spaceId: space.id };
    if ('errorMsg' in placed) return { ...named, success: false, carrierId: '', errorMsg: placed.errorMsg };
    this.#keep({ ...card, placed: [...card.placed, { space, carrierId: placed.carrierId }] });
    return { ...named, success: true, carrierId: placed.carrierId, errorMsg: '' };
  }

  #spaceId(card: Card, space: Space): string {
    return space.type === 'IM_ROBOT' ? (this.#people(card, [space.id])[0] ?? space.id) : space.id;
  }

  /** Unknown people in a delivery simply do not see it; the call does not fail for them. */
  #people(card: Card, ids: readonly string[]): readonly string[] {
    return ids.map((id) => (card.userIdType === 2 ? (this.#stage.byUnionId(card.corpId, id)?.userId ?? id) : id));
  }

  readonly #whoIs =
    ({ corpId }: Speaker): WhoIs =>
    (id, userIdType) => {
      const found = userIdType === 2 ? this.#stage.byUnionId(corpId, id) : this.#stage.person(corpId, id);
      return found?.userId ?? refuse('param.userIdNotExist', 'a user id of the card is not known');
    };

  readonly #odd =
    ({ corpId, clientId }: Speaker, outTrackId: string) =>
    (names: readonly string[]) => {
      if (names.length > 0)
        this.#stage.note('card values that are no strings: phones show a blank', {
          corpId,
          clientId,
          outTrackId,
          names,
        });
    };

  /** The content check looks at what people would read, not at ids. */
  #mustBeSafe(body: Wire): void {
    const words = [body.cardData, ...Object.values(asWire(body.privateData))].map((part) => JSON.stringify(part ?? ''));
    if (this.#stage.isRefused(words.join(' '))) refuse('param.contentUnsafe', 'the content check refused the card');
  }

  #keep(card: Card): void {
    this.#cards.set(card.outTrackId, card);
    this.#stage.changed('card', { corpId: card.corpId, outTrackId: card.outTrackId });
  }
}

const lastMessage = (model: Wire): string => {
  const words = asWire(model.lastMessageI18n);
  return text(words, 'ZH_TW') ?? text(words, 'EN_US') ?? text(words, 'ZH_CN') ?? '';
};
