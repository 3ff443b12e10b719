import { expect, test } from 'vitest';
import { CardDeck } from '../../../simulator/engines/cards/deck.ts';
import { DYNAMIC_TOPIC, Looking } from '../../../simulator/engines/cards/looking.ts';
import type { CardStage, Placement } from '../../../simulator/engines/cards/stage.ts';
import { tap } from '../../../simulator/engines/cards/tap.ts';
import type { Wire } from '../../../simulator/engines/wire.ts';

const app = { corpId: 'corp', clientId: 'app' };

const template = {
  id: '11111111-2222-4333-8444-555555555555.schema',
  name: 'Referral',
  variables: [
    { name: 'title', type: 'string' },
    { name: 'fields', type: 'objectArray' },
    { name: 'allergyLine', type: 'markdown' },
    { name: 'canAccept', type: 'boolean', private: true },
  ],
  layout: [
    { kind: 'header', text: '${title}', badge: '${badge}' },
    { kind: 'fields', value: '${fields}' },
    { kind: 'markdown', value: '${allergyLine}' },
    {
      kind: 'buttons',
      items: [
        { actionId: 'accept', label: 'Accept', when: '${canAccept}', params: { action: 'accept', title: '${title}' } },
        { actionId: 'open', label: 'Open', url: 'https://baton.example/${title}' },
      ],
    },
  ],
};

const group = {
  openSpaceId: 'dtv1.card//IM_GROUP.cidTm/Cardio+01==',
  imGroupOpenSpaceModel: { supportForward: false, lastMessageI18n: { EN_US: 'New referral' } },
  imGroupOpenDeliverModel: { robotCode: 'app', recipients: ['u-lam', 'u-cheung'] },
};

const aCard = (more: Wire = {}): Wire => ({
  cardTemplateId: template.id,
  outTrackId: 'R7-offer-1',
  callbackType: 'STREAM',
  cardData: { cardParamMap: { title: 'R7', fields: '[{"label":"From","value":"Tuen Mun"}]' } },
  privateData: { 'u-lam': { cardParamMap: { canAccept: 'true' } } },
  ...group,
  ...more,
});

/** A stage of two doctors; the application's answers are what the test says. */
function aStage(answer: (topic: string, data: Wire) => unknown = () => undefined) {
  const placed: Placement[] = [];
  const notes: string[] = [];
  const pushed: { topic: string; data: Wire }[] = [];
  let at = 1_000_000;
  const people = ['u-lam', 'u-cheung', 'u-fung'].map((userId) => ({
    userId,
    unionId: `un-${userId}`,
    name: userId,
    active: true,
    admin: false,
    departments: [1],
  }));
  const stage: CardStage = {
    now: () => at,
    person: (_, userId) => people.find((one) => one.userId === userId),
    byUnionId: (_, unionId) => people.find((one) => one.unionId === unionId),
    people: () => people,
    emit: () => undefined,
    changed: () => undefined,
    note: (what) => notes.push(what),
    place: (placement) => {
      placed.push(placement);
      return { carrierId: `pqk-${placed.length}` };
    },
    mayLook: (_, _track, userId) => placed.some(({ delivery }) => delivery.recipients.includes(userId)),
    push: async (_, topic, data) => {
      // the wire shape is what is under test, so it is looked at as it left
      pushed.push({ topic, data: data as Wire });
      return answer(topic, data as Wire);
    },
    within: (ms, waiting) => Promise.race([waiting, new Promise<undefined>((done) => setTimeout(done, ms, undefined))]),
    isUnpublished: () => false,
    isRefused: (words) => words.includes('forbidden word'),
  };
  const deck = new CardDeck(stage);
  deck.importTemplate(template);
  const looking = new Looking(deck, stage);
  const press = (userId: string, actionId: string) =>
    tap({ userId, outTrackId: 'R7-offer-1', actionId, params: {} }, deck, looking, stage, (_, data) =>
      stage.push('app', '/v1.0/card/instances/callback', data),
    );
  const pass = (ms: number) => {
    at += ms;
  };
  return { stage, deck, looking, placed, notes, pushed, press, pass };
}

const kinds = (view: { blocks: readonly { kind: string }[] } | undefined) => view?.blocks.map(({ kind }) => kind);

test('the accept button is drawn for the doctor whose private data says so, and for nobody else', async () => {
  const { deck, looking } = aStage();
  deck.createAndDeliver(app, aCard());

  const lam = await looking.view('R7-offer-1', 'u-lam');
  const cheung = await looking.view('R7-offer-1', 'u-cheung');

  expect(lam?.blocks.at(-1)).toMatchObject({ kind: 'buttons', items: [{ actionId: 'accept' }, { actionId: 'open' }] });
  expect(cheung?.blocks.at(-1)).toMatchObject({ kind: 'buttons', items: [{ actionId: 'open' }] });
  expect(lam?.blocks[0]).toEqual({ kind: 'header', text: 'R7' });
});

test('the porter, who is no recipient, sees nothing of the card and cannot tap it', async () => {
  const { deck, looking, press } = aStage();
  deck.createAndDeliver(app, aCard());

  expect(await looking.view('R7-offer-1', 'u-fung')).toBeUndefined();
  await expect(press('u-fung', 'accept')).rejects.toMatchObject({ status: 404 });
});

test('an update without "by key" forgets every value it does not mention', async () => {
  const { deck, looking, notes } = aStage();
  deck.createAndDeliver(app, aCard());

  deck.update(app, { outTrackId: 'R7-offer-1', cardData: { cardParamMap: { title: 'R7 accepted' } } });

  expect(kinds(await looking.view('R7-offer-1', 'u-lam'))).toEqual(['header', 'buttons']);
  expect(notes).toContainEqual(expect.stringContaining('values lost'));
});

test('an update by key changes what it names and keeps the rest', async () => {
  const { deck, looking } = aStage();
  deck.createAndDeliver(app, aCard());

  deck.update(app, {
    outTrackId: 'R7-offer-1',
    cardData: { cardParamMap: { title: 'R7 accepted' } },
    cardUpdateOptions: { updateCardDataByKey: true },
  });

  const view = await looking.view('R7-offer-1', 'u-lam');
  expect(kinds(view)).toEqual(['header', 'fields', 'buttons']);
  expect(view?.blocks[0]).toMatchObject({ text: 'R7 accepted' });
});

test.each([
  ['an outTrackId used before', {}, 'param.cardAlreadyExist'],
  ['a template nobody imported', { outTrackId: 'new', cardTemplateId: 'x.schema' }, 'param.templateNotExist'],
  ['no outTrackId', { outTrackId: '' }, 'param.outTrackIdEmpty'],
  ['an outTrackId of 101 characters', { outTrackId: 'x'.repeat(101) }, 'param.invalid'],
  ['a place that is none', { outTrackId: 'new', openSpaceId: 'IM_GROUP.cid' }, 'param.openSpaceIdInvalid'],
  ['no place', { outTrackId: 'new', openSpaceId: '' }, 'param.openSpaceIdEmpty'],
  ['no deliver model', { outTrackId: 'new', imGroupOpenDeliverModel: null }, 'param.openDeliverModelEmpty'],
  ['no space model', { outTrackId: 'new', imGroupOpenSpaceModel: null }, 'param.openSpaceModelInvalid'],
  ['a stranger in the private data', { outTrackId: 'new', privateData: { nobody: {} } }, 'param.userIdNotExist'],
  ['no data at all', { outTrackId: 'new', cardData: null, privateData: null }, 'param.cardDataAndPrivateDataBothEmpty'],
  [
    'a value over 1 KB',
    { outTrackId: 'new', cardData: { cardParamMap: { title: '轉'.repeat(342) } } },
    'param.invalid',
  ],
  ['a refused word', { outTrackId: 'new', cardData: { cardParamMap: { a: 'forbidden word' } } }, 'param.contentUnsafe'],
])('a card with %s is refused with DingTalk’s code', (_, more, code) => {
  const { deck } = aStage();
  deck.createAndDeliver(app, aCard());

  expect(() => deck.createAndDeliver(app, aCard(more))).toThrow(expect.objectContaining({ code }));
});

test('a value that is no string shows as a blank and leaves a line in the journal', async () => {
  const { deck, looking, notes } = aStage();

  deck.createAndDeliver(app, aCard({ cardData: { cardParamMap: { title: 7, allergyLine: 'none known' } } }));

  expect(kinds(await looking.view('R7-offer-1', 'u-lam'))).toEqual(['markdown', 'buttons']);
  expect(notes).toContainEqual(expect.stringContaining('no strings'));
});

test('a tap sends who tapped and the filled parameters, and shows the answer to everybody at once', async () => {
  const answer = {
    response: {
      cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      cardData: { cardParamMap: { title: 'R7 accepted' } },
      userPrivateData: { cardParamMap: { canAccept: 'false' } },
    },
  };
  const { deck, looking, pushed, press } = aStage(() => answer);
  deck.createAndDeliver(app, aCard());

  const result = await press('u-lam', 'accept');

  expect(result).toMatchObject({ ok: true });
  expect(pushed[0]?.data).toMatchObject({ type: 'actionCallback', userId: 'u-lam', spaceId: 'cidTm/Cardio+01==' });
  expect(JSON.parse(String(pushed[0]?.data.content))).toEqual({
    cardPrivateData: { actionIds: ['accept'], params: { action: 'accept', title: 'R7' } },
  });
  expect((await looking.view('R7-offer-1', 'u-cheung'))?.blocks[0]).toMatchObject({ text: 'R7 accepted' });
  expect((await looking.view('R7-offer-1', 'u-lam'))?.blocks.at(-1)).toMatchObject({ items: [{ actionId: 'open' }] });
});

test('a button that opens a page calls nobody', async () => {
  const { deck, pushed, press } = aStage();
  deck.createAndDeliver(app, aCard());

  expect(await press('u-lam', 'open')).toMatchObject({ ok: true, url: 'https://baton.example/R7' });
  expect(pushed).toEqual([]);
});

test('an application that does not answer a tap gives a failure toast and an unchanged card', async () => {
  const { deck, looking, press } = aStage();
  deck.createAndDeliver(app, aCard());

  const result = await press('u-lam', 'accept');

  expect(result).toMatchObject({ ok: false, toast: expect.stringContaining('try again') });
  expect((await looking.view('R7-offer-1', 'u-lam'))?.blocks[0]).toMatchObject({ text: 'R7' });
});

test('what is pulled for one viewer is asked for that viewer only and never kept in the card', async () => {
  const live = (topic: string, data: Wire) =>
    topic === DYNAMIC_TOPIC && {
      dataSourceQueryResponses: [
        {
          dynamicDataSourceId: 'ref',
          data: JSON.stringify({ allergyLine: `allergy, as ${String(data.userId)} may read it` }),
          dynamicDataValueType: 'OBJECT',
        },
      ],
    };
  const { deck, looking, pushed } = aStage(live);
  const config = (pullConfig: Wire) => ({
    dynamicDataSourceConfigs: [{ dynamicDataSourceId: 'ref', constParams: { k: 'v' }, pullConfig }],
  });
  deck.createAndDeliver(app, aCard({ openDynamicDataConfig: config({ pullStrategy: 'ONCE' }) }));

  const lam = await looking.view('R7-offer-1', 'u-lam');
  await looking.view('R7-offer-1', 'u-lam');

  expect(lam?.blocks[2]).toEqual({ kind: 'markdown', value: 'allergy, as u-lam may read it' });
  expect(pushed.length).toBe(1);
  expect(JSON.parse(String(pushed[0]?.data.content))).toEqual({
    dynamicDataSourceQueryRequests: [{ dynamicDataSourceId: 'ref', constParams: { k: 'v' } }],
  });
  expect(JSON.stringify(deck.get('R7-offer-1'))).not.toContain('allergy, as');
});

test('a source with an interval is asked again only when the interval has passed', async () => {
  const { deck, looking, pushed, pass } = aStage();
  const pullConfig = { pullStrategy: 'INTERVAL', interval: 10, timeUnit: 'SECONDS' };
  const dynamicDataSourceConfigs = [{ dynamicDataSourceId: 'ref', constParams: {}, pullConfig }];
  deck.createAndDeliver(app, aCard({ openDynamicDataConfig: { dynamicDataSourceConfigs } }));

  await looking.view('R7-offer-1', 'u-lam');
  pass(9_000);
  await looking.view('R7-offer-1', 'u-lam');
  pass(1_000);
  await looking.view('R7-offer-1', 'u-lam');

  expect(pushed.length).toBe(2);
});

test('a piece of streamed text with a guid seen before changes nothing', () => {
  const { deck } = aStage();
  deck.createAndDeliver(app, aCard());
  const piece = { outTrackId: 'R7-offer-1', guid: 'g1', key: 'note', content: 'ECG read', isFull: false };

  deck.stream(app, piece);
  deck.stream(app, piece);

  expect(deck.get('R7-offer-1')?.shared).toMatchObject({ note: 'ECG read', flowStatus: '2' });
  expect(() => deck.stream(app, { ...piece, guid: 'g2', key: 'allergyLine' })).toThrow(
    expect.objectContaining({ code: 'param.stream.isFullInvalid' }),
  );
});

test('streamed pieces follow each other, and a full piece takes the place of all before', () => {
  const { deck } = aStage();
  deck.createAndDeliver(app, aCard());
  const say = (guid: string, content: string, isFull = false) =>
    deck.stream(app, { outTrackId: 'R7-offer-1', guid, key: 'note', content, isFull, isFinalize: isFull });

  say('g1', 'ECG read, ');
  say('g2', 'sinus rhythm');
  const grown = deck.get('R7-offer-1')?.shared.note;
  say('g3', 'ECG confirmed', true);

  expect(grown).toBe('ECG read, sinus rhythm');
  expect(deck.get('R7-offer-1')?.shared).toMatchObject({ note: 'ECG confirmed', flowStatus: '3' });
});

test('a private value of a variable that the template does not mark private is not shown', async () => {
  const { deck, looking, notes } = aStage();

  deck.createAndDeliver(app, aCard({ privateData: { 'u-lam': { cardParamMap: { title: 'only for Dr Lam' } } } }));

  expect((await looking.view('R7-offer-1', 'u-lam'))?.blocks[0]).toMatchObject({ text: 'R7' });
  expect(notes).toContainEqual(expect.stringContaining('private values ignored'));
});

test('a card made with union ids names people by union id in every callback', async () => {
  const { deck, pushed, press, placed } = aStage();
  const imGroupOpenDeliverModel = { robotCode: 'app', recipients: ['un-u-lam'], atUserIds: { 'un-u-lam': 'Dr Lam' } };
  const privateData = { 'un-u-lam': { cardParamMap: { canAccept: 'true' } } };
  deck.createAndDeliver(app, aCard({ userIdType: 2, privateData, imGroupOpenDeliverModel }));

  await press('u-lam', 'accept');

  expect(placed[0]).toMatchObject({ delivery: { recipients: ['u-lam'] }, atUserIds: ['u-lam'] });
  expect(pushed[0]?.data).toMatchObject({ userId: 'un-u-lam', userIdType: 2 });
});

test('a card goes to a second place only after that place was added to it', () => {
  const { deck, placed } = aStage();
  deck.createAndDeliver(app, aCard());
  const toChat = {
    outTrackId: 'R7-offer-1',
    openSpaceId: 'dtv1.card//IM_ROBOT.u-lam',
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
  };

  expect(() => deck.deliver(app, toChat)).toThrow(expect.objectContaining({ code: 'param.openSpaceModelInvalid' }));
  deck.addSpaces(app, { outTrackId: 'R7-offer-1', imRobotOpenSpaceModel: { supportForward: false } });

  expect(deck.deliver(app, toChat)).toMatchObject([{ spaceType: 'IM_ROBOT', success: true, carrierId: 'pqk-2' }]);
  expect(placed[1]?.space).toEqual({ type: 'IM_ROBOT', id: 'u-lam' });
});

test('another app cannot touch the card', () => {
  const { deck } = aStage();
  deck.createAndDeliver(app, aCard());

  expect(() => deck.update({ corpId: 'corp', clientId: 'other' }, { outTrackId: 'R7-offer-1', cardData: {} })).toThrow(
    expect.objectContaining({ code: 'param.cardNotExist' }),
  );
});
