import { PassThrough } from 'node:stream';
import type Router from '@koa/router';
import type { AdminEndpoint } from '../engines/endpoint.ts';
import { refuse } from '../engines/refusal.ts';
import { asWire, flag, needText, number, text, texts, type Wire } from '../engines/wire.ts';
import type { GroupSpaces } from '../files/group-spaces.ts';
import type { Tokens } from '../http/tokens.ts';
import type { Dings } from '../talk/dings.ts';
import { type Said, say } from '../talk/to-robot.ts';
import type { Faults, StoredMessage } from './types.ts';
import type { World } from './world.ts';

export type CardEyes = { readonly view: (outTrackId: string, userId: string) => Promise<unknown> };
export type Badges = (
  corpId: string,
  userId: string,
) => { readonly approvals: number; readonly todos: number; readonly notices: number; readonly calendar: number };
type AdminParts = {
  readonly world: World;
  readonly spaces: GroupSpaces;
  readonly dings: Dings;
  readonly tokens: Tokens;
  readonly cards: CardEyes;
  readonly badges: Badges;
};

const need = (body: Wire, ...names: string[]) => names.map((name) => needText(body, name, 'missing'));

/** What the admin API can do to the world, beside what the engines add. */
export function worldAdmin(parts: AdminParts): readonly AdminEndpoint[] {
  const { world } = parts;
  return [
    { method: 'GET', path: '/sim/api/state', run: () => stateOf(world) },
    { method: 'POST', path: '/sim/api/clock', run: ({ body }) => turnClock(world, body) },
    {
      method: 'GET',
      path: '/sim/api/journal',
      run: ({ query }) => ({ entries: world.journal.after(number(query, 'after') ?? 0, text(query, 'kind')) }),
    },
    { method: 'GET', path: '/sim/api/faults', run: () => world.faults },
    { method: 'POST', path: '/sim/api/faults', run: ({ body }) => setFaults(parts, body) },
    { method: 'POST', path: '/sim/api/app', run: ({ body }) => changeApp(world, body) },
    { method: 'POST', path: '/sim/api/user', run: ({ body }) => changeUser(world, body) },
    { method: 'POST', path: '/sim/api/group', run: ({ body }) => changeGroup(world, body) },
    {
      method: 'POST',
      path: '/sim/api/push-raw',
      run: async ({ body }) => ({
        answered: await world.gateway?.pushRaw(
          needText(body, 'clientId', 'missing'),
          text(body, 'type') ?? 'EVENT',
          text(body, 'topic') ?? '*',
          strings(asWire(body['headers'])),
          body['data'] ?? {},
          number(body, 'copies') ?? 1,
        ),
      }),
    },
    {
      method: 'POST',
      path: '/sim/api/disconnect',
      run: ({ body }) => (
        world.gateway?.sendDisconnect(needText(body, 'clientId', 'missing'), number(body, 'closeAfterMs')),
        { sent: true }
      ),
    },
    { method: 'GET', path: '/sim/api/phone', run: ({ query }) => phoneOf(parts, query) },
    { method: 'GET', path: '/sim/api/messages', run: ({ query }) => messagesFor(parts, query) },
    { method: 'POST', path: '/sim/api/say', run: ({ body }) => speak(parts, body, 'text') },
    { method: 'POST', path: '/sim/api/send', run: ({ body }) => speak(parts, body, kindOf(body)) },
    { method: 'POST', path: '/sim/api/read', run: ({ body }) => readAll(world, body) },
    { method: 'POST', path: '/sim/api/recall', run: ({ body }) => recallOwn(world, body) },
    {
      method: 'GET',
      path: '/sim/api/dings',
      run: ({ query }) => ({
        dings: parts.dings.of(needText(query, 'corpId', 'missing'), needText(query, 'userId', 'missing')),
      }),
    },
    { method: 'POST', path: '/sim/api/upload', run: ({ body }) => uploadInto(parts, body) },
  ];
}

const strings = (wire: Wire): Record<string, string> =>
  Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, String(value)]));

/** Server-sent events: every change of the world, so that a page refreshes what it shows. */
export function changesRoute(router: Router, world: World): void {
  router.get('/sim/api/events', (ctx) => {
    const stream = new PassThrough();
    const tell = (change: object) => void stream.write(`data: ${JSON.stringify(change)}\n\n`);
    const beat = setInterval(() => stream.write(': here\n\n'), 15_000);
    world.changes.on('change', tell);
    const stop = () => {
      clearInterval(beat);
      world.changes.off('change', tell);
    };
    stream.on('close', stop);
    ctx.req.on('close', () => {
      stop();
      stream.destroy();
    });
    ctx.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    ctx.body = stream;
    stream.write(': hello\n\n');
  });
}

const stateOf = (world: World) => ({
  now: world.now(),
  clock: world.clock.kind,
  corps: [...world.corps.values()].map((corp) => ({
    corpId: corp.corpId,
    name: corp.name,
    users: [...corp.people.values()],
    groups: [...corp.groups.values()]
      .filter(({ disbanded }) => !disbanded)
      .map((group) => ({
        openConversationId: group.openConversationId,
        title: group.title,
        members: [...group.members],
        hasRobot: [...group.robots],
        spaceId: group.spaceId,
      })),
    apps: [...corp.apps.values()].map(({ clientId, agentId, name, quota, homeUrl }) => ({
      clientId,
      agentId,
      name,
      connections: world.gateway?.connections(clientId) ?? 0,
      quota,
      ...(homeUrl ? { homeUrl } : {}),
    })),
  })),
  faults: world.faults,
});

function turnClock(world: World, body: Wire) {
  const advance = number(body, 'advanceMs');
  const set =
    body['set'] === undefined
      ? undefined
      : typeof body['set'] === 'string' && !/^\d+$/.test(body['set'])
        ? Date.parse(body['set'])
        : number(body, 'set');
  if (advance !== undefined) world.clock.advance(advance);
  else if (set !== undefined && Number.isFinite(set)) world.clock.set(set);
  else refuse('missing', 'advanceMs or set');
  world.changed('clock', {});
  return { now: world.now(), clock: world.clock.kind };
}

function setFaults({ world, tokens }: AdminParts, body: Wire): Faults {
  const { reset, expireTokens, ...knobs } = body;
  if (expireTokens === true) tokens.expireAll();
  // The admin API's own document names the knobs and their types; a wrong one only makes this world odd.
  world.faults = { ...(reset === true ? {} : world.faults), ...(knobs as Faults) };
  world.changed('faults', {});
  return world.faults;
}

function changeApp(world: World, body: Wire) {
  const app = world.app(needText(body, 'clientId', 'missing')) ?? refuse('not-found', 'no such app', 404);
  for (const key of ['homeUrl', 'callbackUrl', 'aesKey', 'token'] as const) {
    const value = text(body, key);
    if (value !== undefined) app[key] = value;
  }
  if (Array.isArray(body['ticked']) || body['ticked'] === '*')
    app.ticked = body['ticked'] === '*' ? '*' : texts(body, 'ticked').slice();
  const quota = asWire(body['quota']);
  app.quota = {
    api: number(quota, 'api') ?? app.quota.api,
    push: number(quota, 'push') ?? app.quota.push,
    apiLimit: number(quota, 'apiLimit') ?? app.quota.apiLimit,
    pushLimit: number(quota, 'pushLimit') ?? app.quota.pushLimit,
  };
  world.changed('app', {});
  return { clientId: app.clientId };
}

function changeUser(world: World, body: Wire) {
  const [corpId = '', userId = '', deed = ''] = need(body, 'corpId', 'userId', 'do');
  const corp = world.corps.get(corpId) ?? refuse('not-found', 'no such corp', 404);
  const event = { timeStamp: String(world.now()), userId: [userId] };
  if (deed === 'join') {
    const back = corp.people.get(userId);
    if (back) back.active = true;
    else
      corp.people.set(userId, {
        userId,
        unionId: text(body, 'unionId') ?? `un-${userId}`,
        name: text(body, 'name') ?? userId,
        title: text(body, 'title') ?? '',
        departments: [1],
        active: true,
        admin: false,
        visible: true,
      });
    world.emit(corpId, 'user_add_org', event);
  } else {
    const person = corp.people.get(userId) ?? refuse('not-found', 'no such person', 404);
    if (deed === 'leave') {
      person.active = false;
      for (const group of corp.groups.values()) group.members.delete(userId);
      world.emit(corpId, 'user_leave_org', event);
    } else if (deed === 'rename') {
      person.name = needText(body, 'name', 'missing');
      world.emit(corpId, 'user_modify_org', { ...event, diffInfo: { userid: userId } });
    } else if (deed === 'visible') person.visible = flag(body, 'visible');
    else refuse('missing', 'do is join, leave, rename or visible');
  }
  world.changed('user', { corpId, userId });
  return { userId };
}

function changeGroup(world: World, body: Wire) {
  const [corpId = '', deed = ''] = need(body, 'corpId', 'do');
  const corp = world.corps.get(corpId) ?? refuse('not-found', 'no such corp', 404);
  const operator = text(body, 'operator') ?? 'admin';
  if (deed === 'create') {
    const openConversationId = text(body, 'openConversationId') ?? `cid${Math.random().toString(36).slice(2)}==`;
    corp.groups.set(openConversationId, {
      corpId,
      openConversationId,
      title: text(body, 'title') ?? 'Group',
      owner: operator,
      members: new Set(texts(body, 'userIds')),
      robots: new Set(texts(body, 'robots')),
      spaceId: String(26_640_000 + corp.groups.size),
    });
    world.changed('group', { corpId });
    return { openConversationId };
  }
  const group =
    world.group(corpId, needText(body, 'openConversationId', 'missing')) ?? refuse('not-found', 'no such group', 404);
  const users = texts(body, 'userIds');
  const event = {
    timeStamp: String(world.now()),
    corpId,
    chatId: `chat${group.spaceId}`,
    openConversationId: group.openConversationId,
    operator,
    userId: users,
    unionId: users.map((user) => world.person(corpId, user)?.unionId ?? ''),
  };
  switch (deed) {
    case 'add':
      for (const user of users) group.members.add(user);
      world.emit(corpId, 'chat_add_member', event);
      break;
    case 'remove':
      for (const user of users) group.members.delete(user);
      world.emit(corpId, 'chat_remove_member', event);
      break;
    case 'disband':
      group.disbanded = true;
      world.emit(corpId, 'chat_disband', event);
      break;
    case 'rename':
      group.title = needText(body, 'title', 'missing');
      world.emit(corpId, 'chat_update_title', { ...event, title: group.title });
      break;
    case 'addRobot':
      group.robots.add(needText(body, 'clientId', 'missing'));
      break;
    case 'removeRobot':
      group.robots.delete(needText(body, 'clientId', 'missing'));
      break;
    default:
      refuse('missing', 'do is create, add, remove, disband, rename, addRobot or removeRobot');
  }
  world.changed('group', { corpId, conversationId: group.openConversationId });
  return { openConversationId: group.openConversationId };
}

function phoneOf({ world, dings, badges }: AdminParts, query: Wire) {
  const [corpId = '', userId = ''] = need(query, 'corpId', 'userId');
  const corp = world.corps.get(corpId);
  const person = corp?.people.get(userId);
  if (!corp || !person) return refuse('not-found', 'no such person', 404);
  const groups = [...corp.groups.values()]
    .filter((group) => !group.disbanded && group.members.has(userId))
    .map((group) => ({ conversationId: group.openConversationId, kind: 'group', title: group.title }));
  const chats = [...corp.apps.values()].map((app) => ({
    conversationId: world.chatId(app.clientId, userId),
    kind: 'robot',
    title: app.robotName,
    clientId: app.clientId,
  }));
  const conversations = [...groups, ...chats].map((one) => {
    const seen = world.messagesOf(corpId, one.conversationId).filter((message) => world.maySee(message, userId));
    const last = seen.at(-1);
    const unread = seen.filter(
      (message) => message.from.userId !== userId && !message.readBy.has(userId) && !message.recalled,
    ).length;
    return {
      ...one,
      unread,
      lastText: last ? (last.recalled ? '' : (last.pushText ?? last.text ?? '')) : '',
      lastAt: last?.at ?? 0,
    };
  });
  conversations.sort((one, other) => other.lastAt - one.lastAt);
  return { user: person, conversations, badges: { ...badges(corpId, userId), dings: dings.of(corpId, userId).length } };
}

async function messagesFor({ world, cards }: AdminParts, query: Wire) {
  const [corpId = '', userId = '', conversationId = ''] = need(query, 'corpId', 'userId', 'conversationId');
  const after = number(query, 'after') ?? 0;
  const seen = world
    .messagesOf(corpId, conversationId)
    .filter((message) => message.at > after && world.maySee(message, userId));
  return { messages: await Promise.all(seen.map((message) => shape(message, userId, cards, world))) };
}

async function shape(message: StoredMessage, userId: string, cards: CardEyes, world: World) {
  const { at_, readBy, file, outTrackId, corpId: _corp, ...rest } = message;
  const view = outTrackId && !message.recalled ? await cards.view(outTrackId, userId) : undefined;
  const link = file && !message.recalled ? `${world.url}/sim/files/${encodeURIComponent(file.code)}` : undefined;
  return {
    ...rest,
    at: message.at,
    atUsers: at_,
    readBy: [...readBy.keys()],
    ...(file ? { file: { fileName: file.fileName, size: file.bytes.length, url: link } } : {}),
    ...(outTrackId ? { card: { outTrackId, view } } : {}),
  };
}

/** The pictures and files of a chat, for the page with the phones. */
export function chatFilesRoute(router: Router, world: World): void {
  router.get('/sim/files/:code', (ctx) => {
    const file = world.files.get(ctx.params['code'] ?? '');
    if (!file) return;
    ctx.type = file.fileName.split('.').at(-1) ?? 'bin';
    ctx.set('content-disposition', 'inline');
    ctx.body = Buffer.from(file.bytes);
  });
}

function kindOf(body: Wire): Said['kind'] {
  const kind = text(body, 'kind');
  return kind === 'picture' || kind === 'file' || kind === 'audio' || kind === 'video'
    ? kind
    : refuse('missing', 'kind is picture, file, audio or video');
}

function speak({ world, spaces }: AdminParts, body: Wire, kind: Said['kind']) {
  const [corpId = '', userId = '', conversationId = ''] = need(body, 'corpId', 'userId', 'conversationId');
  const conversation = world.conversation(corpId, conversationId);
  if (!conversation || !world.person(corpId, userId)) return refuse('not-found', 'no such conversation or person', 404);
  if (conversation.kind === 'group' ? !conversation.group.members.has(userId) : conversation.userId !== userId)
    return refuse('not-found', 'this person is not in the conversation', 404);
  const base64 = text(body, 'base64');
  const words = text(body, 'text');
  const quote = text(body, 'quote');
  const fileName = text(body, 'fileName');
  const recognition = text(body, 'recognition');
  const durationMs = number(body, 'durationMs');
  return say(world, spaces, {
    corpId,
    userId,
    conversationId,
    kind,
    mention: flag(body, 'mention'),
    ...(words === undefined ? {} : { text: words }),
    ...(quote ? { quote } : {}),
    ...(fileName ? { fileName } : {}),
    ...(base64 === undefined
      ? kind === 'text'
        ? {}
        : { bytes: new Uint8Array() }
      : { bytes: Buffer.from(base64, 'base64') }),
    ...(recognition ? { recognition } : {}),
    ...(durationMs ? { durationMs } : {}),
  });
}

function readAll(world: World, body: Wire) {
  const [corpId = '', userId = '', conversationId = ''] = need(body, 'corpId', 'userId', 'conversationId');
  let count = 0;
  for (const message of world.messagesOf(corpId, conversationId)) {
    if (
      message.from.userId === userId ||
      message.recalled ||
      message.readBy.has(userId) ||
      !world.maySee(message, userId)
    )
      continue;
    message.readBy.set(userId, world.now());
    count += 1;
    if (message.from.clientId && message.processQueryKey) {
      world.emit(corpId, 'robot_msg_read', {
        userId,
        unionId: world.person(corpId, userId)?.unionId ?? '',
        robotCode: message.from.clientId,
        openConversationId: conversationId,
        processQueryKey: message.processQueryKey,
        operatTime: String(world.now()),
      });
    }
  }
  if (count > 0) world.changed('read', { corpId, userId, conversationId });
  return { read: count };
}

function recallOwn(world: World, body: Wire) {
  const [corpId = '', userId = '', messageId = ''] = need(body, 'corpId', 'userId', 'messageId');
  for (const list of world.messages.values()) {
    const found = list.find(
      (message) => message.corpId === corpId && message.messageId === messageId && message.from.userId === userId,
    );
    if (!found) continue;
    found.recalled = true;
    world.changed('message', { corpId, conversationId: found.conversationId });
    return { recalled: true };
  }
  return refuse('not-found', 'no such message of this person', 404);
}

function uploadInto({ world, spaces }: AdminParts, body: Wire) {
  const [corpId = '', userId = '', openConversationId = '', fileName = ''] = need(
    body,
    'corpId',
    'userId',
    'openConversationId',
    'fileName',
  );
  const group = world.group(corpId, openConversationId) ?? refuse('not-found', 'no such group', 404);
  return spaces.put(group, userId, { fileName, bytes: Buffer.from(text(body, 'base64') ?? '', 'base64') });
}
