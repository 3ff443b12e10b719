import { refuse } from '../refusal.ts';
import { isWire, number, text, texts, type Wire } from '../wire.ts';

export type SpaceType = 'IM_GROUP' | 'IM_ROBOT' | 'IM_SINGLE' | 'ONE_BOX';

/** One place a card is delivered to. */
export type Space = { readonly type: SpaceType; readonly id: string };

const MODEL: Record<SpaceType, string> = {
  IM_GROUP: 'imGroup',
  IM_ROBOT: 'imRobot',
  IM_SINGLE: 'imSingle',
  ONE_BOX: 'top',
};

const isSpaceType = (value: string): value is SpaceType => Object.hasOwn(MODEL, value);

/** `dtv1.card//IM_GROUP.cidX=;IM_ROBOT.u1`: the ids hold `/`, `+` and `=`, so only the first dot and the `;` divide. */
export function spacesOf(openSpaceId: string | undefined): readonly Space[] {
  if (openSpaceId === undefined) return refuse('param.openSpaceIdEmpty', 'openSpaceId is missing');
  return openSpaceId.split(';').map((part) => {
    const place = part.trim().replace(/^dtv1\.card\/\//i, '');
    const dot = place.indexOf('.');
    const type = place.slice(0, Math.max(dot, 0));
    const id = place.slice(dot + 1);
    if (!openSpaceId.startsWith('dtv1.card//') || !isSpaceType(type) || id === '')
      return refuse('param.openSpaceIdInvalid', 'openSpaceId must look like dtv1.card//IM_GROUP.<id>');
    return { type, id };
  });
}

/** The spaces a card was made for: `imGroupOpenSpaceModel` and its siblings. */
export function declaredSpaces(body: Wire): Readonly<Partial<Record<SpaceType, Wire>>> {
  const declared: Partial<Record<SpaceType, Wire>> = {};
  for (const [type, prefix] of Object.entries(MODEL)) {
    const model = body[`${prefix}OpenSpaceModel`];
    if (model === undefined || model === null || !isSpaceType(type)) continue;
    if (!isWire(model)) return refuse('param.openSpaceModelInvalid', `${prefix}OpenSpaceModel must be an object`);
    if (type !== 'ONE_BOX' && typeof model.supportForward !== 'boolean')
      return refuse('param.openSpaceModelInvalid', `${prefix}OpenSpaceModel.supportForward must be true or false`);
    declared[type] = model;
  }
  return declared;
}

/** How a card goes into one space: who is named, who alone sees it, until when it stays on top. */
export type Delivery = {
  readonly robotCode?: string;
  readonly atUserIds: readonly string[];
  readonly recipients: readonly string[];
  readonly expiresAt?: number;
};

export function deliveryTo(space: Space, body: Wire): Delivery {
  const name = `${MODEL[space.type]}OpenDeliverModel`;
  const model = body[name];
  if (!isWire(model)) return refuse('param.openDeliverModelEmpty', `${name} is missing`);
  const robotCode = text(model, 'robotCode');
  if (space.type === 'IM_GROUP' && robotCode === undefined)
    return refuse('param.openDeliverModelError', `${name}.robotCode is missing`);
  if (space.type === 'IM_ROBOT' && text(model, 'spaceType') !== 'IM_ROBOT')
    return refuse('param.openDeliverModelError', `${name}.spaceType must be IM_ROBOT`);
  const expiresAt = number(model, 'expiredTimeMillis');
  if (space.type === 'ONE_BOX' && expiresAt === undefined)
    return refuse('param.openDeliverModelError', `${name}.expiredTimeMillis is missing`);
  return {
    ...(robotCode === undefined ? {} : { robotCode }),
    atUserIds: isWire(model.atUserIds) ? Object.keys(model.atUserIds) : [],
    recipients: space.type === 'ONE_BOX' ? texts(model, 'userIds') : texts(model, 'recipients'),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
