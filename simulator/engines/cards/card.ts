import { refuse } from '../refusal.ts';
import { asWire, needText, number, text, texts, type Wire } from '../wire.ts';
import { type DynamicSource, sourcesOf } from './dynamic.ts';
import { declaredSpaces, type Space, type SpaceType } from './spaces.ts';
import { hasValues, takeValues, updated, type Values } from './values.ts';

/** One card instance. `privately` and everything else here is keyed by userId of the app's corp. */
export type Card = {
  readonly outTrackId: string;
  readonly corpId: string;
  readonly clientId: string;
  readonly templateId: string;
  readonly callback: 'STREAM' | 'HTTP' | undefined;
  readonly callbackRouteKey?: string;
  readonly userIdType: 1 | 2;
  readonly shared: Values;
  readonly privately: Readonly<Record<string, Values>>;
  readonly declared: Readonly<Partial<Record<SpaceType, Wire>>>;
  readonly sources: readonly DynamicSource[];
  readonly atUserIds: readonly string[];
  readonly placed: readonly Placed[];
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** Where a card lies: DingTalk calls the carrier's id processQueryKey elsewhere. */
export type Placed = { readonly space: Space; readonly carrierId: string };

/** Turns an id of the request into a userId of the app's corp; unknown people are refused. */
export type WhoIs = (id: string, userIdType: 1 | 2) => string;

/** Told of every value that was no string: DingTalk says nothing and phones show a blank. */
export type Odd = (names: readonly string[]) => void;

type Frame = { readonly corpId: string; readonly clientId: string; readonly now: number };

export function newCard(body: Wire, frame: Frame, whoIs: WhoIs, odd: Odd): Card {
  const outTrackId = needText(body, 'outTrackId', 'param.outTrackIdEmpty');
  if (outTrackId.length > 100) refuse('param.invalid', 'outTrackId has at most 100 characters');
  const userIdType = userIdTypeOf(body);
  if (!hasValues(body.cardData) && Object.keys(asWire(body.privateData)).length === 0)
    refuse('param.cardDataAndPrivateDataBothEmpty', 'cardData and privateData are both missing');
  if (!hasValues(body.cardData)) refuse('param.cardPublicDataEmpty', 'cardData.cardParamMap is missing');
  const shared = takeValues(body.cardData);
  odd(shared.notStrings);
  const callbackRouteKey = text(body, 'callbackRouteKey');
  return {
    outTrackId,
    corpId: frame.corpId,
    clientId: frame.clientId,
    templateId: needText(body, 'cardTemplateId', 'param.cardTemplateIdEmpty'),
    callback: callbackOf(body),
    ...(callbackRouteKey === undefined ? {} : { callbackRouteKey }),
    userIdType,
    shared: shared.values,
    privately: privateOf(body.privateData, userIdType, whoIs, odd),
    declared: declaredSpaces(body),
    sources: sourcesOf(body.openDynamicDataConfig),
    atUserIds: texts(body, 'cardAtUserIds').map((id) => whoIs(id, userIdType)),
    placed: [],
    createdAt: frame.now,
    updatedAt: frame.now,
  };
}

export const userIdTypeOf = (body: Wire): 1 | 2 => {
  const type = number(body, 'userIdType') ?? 1;
  return type === 1 || type === 2 ? type : refuse('param.invalid', 'userIdType is 1 or 2');
};

/** Upper case, as the page warns: `stream` is taken for no callback at all. */
const callbackOf = (body: Wire): Card['callback'] => {
  const type = text(body, 'callbackType');
  return type === 'STREAM' || type === 'HTTP' ? type : undefined;
};

const privateOf = (given: unknown, type: 1 | 2, whoIs: WhoIs, odd: Odd): Card['privately'] =>
  Object.fromEntries(
    Object.entries(asWire(given)).map(([id, holder]) => {
      const taken = takeValues(holder);
      odd(taken.notStrings);
      return [whoIs(id, type), taken.values];
    }),
  );

/** `PUT /v1.0/card/instances`: what is not sent by key replaces everything. */
export function updatedCard(card: Card, body: Wire, now: number, whoIs: WhoIs, odd: Odd): Card {
  if (body.cardData === undefined && body.privateData === undefined)
    refuse('param.cardDataAndPrivateDataBothEmpty', 'cardData and privateData are both missing');
  const rules = rulesOf(body);
  const incoming = privateOf(body.privateData, userIdTypeOf(body), whoIs, odd);
  return {
    ...card,
    ...(hasValues(body.cardData) ? { shared: sharedAfter(card, body.cardData, rules.publicByKey, odd) } : {}),
    privately: privatelyAfter(card.privately, incoming, rules.privateByKey),
    updatedAt: now,
  };
}

/** The answer to a tap: the same rules, but the private part has no id because it is the tapper's. */
export function answeredCard(card: Card, response: Wire, tapper: string, now: number, odd: Odd): Card {
  const rules = rulesOf(response);
  const own = hasValues(response.userPrivateData) ? takeValues(response.userPrivateData) : undefined;
  if (own !== undefined) odd(own.notStrings);
  return {
    ...card,
    ...(hasValues(response.cardData) ? { shared: sharedAfter(card, response.cardData, rules.publicByKey, odd) } : {}),
    privately:
      own === undefined ? card.privately : privatelyAfter(card.privately, { [tapper]: own.values }, rules.privateByKey),
    updatedAt: now,
  };
}

const rulesOf = (body: Wire): { publicByKey: boolean; privateByKey: boolean } => {
  const options = asWire(body.cardUpdateOptions);
  return {
    publicByKey: options.updateCardDataByKey === true,
    privateByKey: options.updatePrivateDataByKey === true,
  };
};

function sharedAfter(card: Card, holder: unknown, byKey: boolean, odd: Odd): Values {
  const taken = takeValues(holder);
  odd(taken.notStrings);
  return updated(card.shared, taken.values, byKey);
}

/** People who are not named keep what they had. */
const privatelyAfter = (before: Card['privately'], incoming: Card['privately'], byKey: boolean): Card['privately'] => ({
  ...before,
  ...Object.fromEntries(
    Object.entries(incoming).map(([userId, values]) => [userId, updated(before[userId] ?? {}, values, byKey)]),
  ),
});

/** Public, then the viewer's own, then what was pulled for the viewer. Only variables marked private may be private. */
export const valuesFor = (card: Card, viewer: string, privateNames: ReadonlySet<string>, pulled: Values): Values => ({
  ...card.shared,
  ...Object.fromEntries(Object.entries(card.privately[viewer] ?? {}).filter(([name]) => privateNames.has(name))),
  ...pulled,
});

/** Private values of variables the template does not mark as private: the phones ignore them. */
export const ignoredPrivateNames = (card: Card, privateNames: ReadonlySet<string>): readonly string[] => [
  ...new Set(
    Object.values(card.privately)
      .flatMap((values) => Object.keys(values))
      .filter((name) => !privateNames.has(name)),
  ),
];
