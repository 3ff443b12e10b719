import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import { openEngines } from './engines/engines.ts';
import { fileEndpoints } from './files/endpoints.ts';
import { GroupSpaces } from './files/group-spaces.ts';
import { Links } from './files/links.ts';
import { orderly, unknownPath } from './http/answers.ts';
import { serveAdmin, serveEndpoints } from './http/serve.ts';
import { Tokens } from './http/tokens.ts';
import { tokenRoutes } from './http/tokens-routes.ts';
import { weather } from './http/weather.ts';
import { peopleEndpoints } from './people/endpoints.ts';
import { peopleAdmin } from './people/people-admin.ts';
import { sceneGroupEndpoints } from './people/scene-groups.ts';
import { Gateway } from './stream/gateway.ts';
import { chatFilesRoute } from './talk/chat-files-route.ts';
import { Dings } from './talk/dings.ts';
import { phoneAdmin } from './talk/phone-admin.ts';
import { robotEndpoints } from './talk/robot-endpoints.ts';
import { Sessions } from './talk/sessions.ts';
import { webhookRoute } from './talk/webhook-route.ts';
import { worldAdmin } from './world/admin.ts';
import type { Cast } from './world/cast.ts';
import { changesRoute } from './world/changes-route.ts';
import { World } from './world/world.ts';

export type SimulatorOptions = {
  readonly port?: number;
  readonly cast?: Cast;
  readonly clock?: 'real' | number;
  readonly pingMs?: number;
  readonly page?: boolean;
};
export type Simulator = { readonly url: string; readonly port: number; readonly world: World; close(): Promise<void> };

/** The seed of a world from a file. */
export const castFrom = (file: string): Cast =>
  // looked at part by part when the world is made of it
  JSON.parse(readFileSync(file, 'utf8')) as Cast;

/** Starts a pretend DingTalk on 127.0.0.1. Several can live in one process, each with a world of its own. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = new World(options.cast ?? castFrom(join(import.meta.dirname, 'cast.json')), options.clock ?? 'real');
  const gateway = new Gateway(world, options.pingMs);
  world.gateway = gateway;
  const server = createServer(appOf(world, gateway, options.page ?? true).callback());
  // Node's five seconds are so short that who asks again at that moment, or a proxy in front, meets a line just cut.
  server.keepAliveTimeout = 30_000;
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));
  const port = await listen(server, options.port ?? 0);
  world.url = `http://127.0.0.1:${port}`;
  return {
    url: world.url,
    port,
    world,
    close: async () => {
      world.clock.stop();
      gateway.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function appOf(world: World, gateway: Gateway, withPage: boolean): Koa {
  const tokens = new Tokens(world);
  const spaces = new GroupSpaces(world);
  const links = new Links(world);
  const dings = new Dings(world);
  const sessions = new Sessions(world);
  const engines = openEngines(world);

  const router = new Router();
  tokenRoutes(router, world, tokens, gateway);
  engines.openRoutes(router, (token) => tokens.clientOf(token));
  webhookRoute(router, world, sessions);
  links.routes(router);
  changesRoute(router, world);
  chatFilesRoute(router, world);
  serveEndpoints(
    router,
    [
      ...robotEndpoints(world, dings),
      ...fileEndpoints(world, spaces, links),
      ...peopleEndpoints(world),
      ...sceneGroupEndpoints(world),
      ...engines.endpoints,
    ],
    { world, tokens, recent: new Map() },
  );
  serveAdmin(router, [
    ...worldAdmin({ world, tokens }),
    ...peopleAdmin(world),
    ...phoneAdmin({ world, spaces, sessions, dings, cards: { view: engines.renderFor }, badges: engines.badgesOf }),
    ...engines.admin,
  ]);

  const app = new Koa();
  app.on('error', (error: unknown) =>
    world.note('the simulator failed', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }),
  );
  app.use(orderly);
  app.use(weather(world));
  app.use(router.routes());
  if (withPage) app.use(pageOf(join(import.meta.dirname, 'page', 'dist')));
  app.use(unknownPath);
  return app;
}

/** The page with the phones, when it has been built. */
const pageOf =
  (dist: string): Koa.Middleware =>
  async (ctx, next) => {
    if (ctx.method !== 'GET') return next();
    const asked = normalize(ctx.path).replace(/^[/\\]+/, '') || 'index.html';
    const path = join(dist, asked.startsWith('..') ? 'index.html' : asked);
    const found = await stat(path).then(
      (one) => one.isFile(),
      () => false,
    );
    if (!found) {
      if (asked !== 'index.html') return next();
      ctx.type = 'text/plain';
      ctx.body =
        'This is the pretend DingTalk. Its page with the phones has not been built: run "npm run build". The admin API is at /sim/api/state.';
      return;
    }
    ctx.type = extname(path);
    ctx.set('cache-control', asked.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store');
    ctx.body = createReadStream(path);
  };

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
