import type Router from '@koa/router';
import { asWire, text, texts, wires } from '../engines/wire.ts';
import { wireBody } from '../http/serve.ts';
import type { World } from '../world/world.ts';
import type { Sessions } from './sessions.ts';

const gone = { errcode: 300001, errmsg: 'session not exist or expired' };

/** The address that came with a message: whoever has it may answer there for about ninety minutes. No receipt, no recall. */
export function webhookRoute(router: Router, world: World, sessions: Sessions): void {
  router.post('/robot/sendBySession', async (ctx) => {
    const session = sessions.get(String(ctx.query['session'] ?? ''));
    const body = await wireBody(ctx);
    if (!session) {
      ctx.body = gone;
      return;
    }
    const app = world.app(session.clientId);
    const kind = text(body, 'msgtype');
    const atUsers = texts(asWire(body['at']), 'atUserIds');
    const { corpId, conversationId } = session.conversation;
    const from = { kind: 'robot' as const, clientId: session.clientId, name: app?.robotName ?? 'robot' };
    if (kind === 'text')
      world.post({
        corpId,
        conversationId,
        from,
        kind: 'text',
        text: text(asWire(body['text']), 'content') ?? '',
        pushText: text(asWire(body['text']), 'content') ?? '',
        atUsers,
      });
    else if (kind === 'markdown') {
      const markdown = asWire(body['markdown']);
      world.post({
        corpId,
        conversationId,
        from,
        kind: 'markdown',
        title: text(markdown, 'title') ?? '',
        text: text(markdown, 'text') ?? '',
        pushText: text(markdown, 'title') ?? '',
        atUsers,
      });
    } else if (kind === 'actionCard') {
      const card = asWire(body['actionCard']);
      const single = text(card, 'singleURL');
      const buttons = single
        ? [{ title: text(card, 'singleTitle') ?? '', url: single }]
        : wires(card, 'btns').map((button) => ({
            title: text(button, 'title') ?? '',
            url: text(button, 'actionURL') ?? '',
          }));
      world.post({
        corpId,
        conversationId,
        from,
        kind: 'actionCard',
        title: text(card, 'title') ?? '',
        text: text(card, 'text') ?? '',
        buttons,
        pushText: text(card, 'title') ?? '',
        atUsers,
      });
    } else if (kind !== 'empty') {
      ctx.body = { errcode: 300001, errmsg: 'param error' };
      return;
    }
    ctx.body = { errcode: 0, errmsg: 'ok' };
  });
}
