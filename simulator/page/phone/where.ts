import type { Opening } from './phone-context.ts';

export type Tab = 'messages' | 'workbench' | 'todo';

/** Where in the phone the person is. A mini-app or an approval lies over the rest. */
export type Where = {
  readonly tab: Tab;
  readonly conversationId?: string;
  readonly opening?: Opening;
  readonly approval?: string;
};

export type Turn =
  | { readonly to: 'tab'; readonly tab: Tab }
  | { readonly to: 'chat'; readonly conversationId: string }
  | { readonly to: 'list' }
  | { readonly to: 'mini-app'; readonly opening: Opening }
  | { readonly to: 'approval'; readonly processInstanceId: string }
  | { readonly to: 'close' };

export const atHome: Where = { tab: 'messages' };

export function turn(where: Where, step: Turn): Where {
  switch (step.to) {
    case 'tab':
      // a second tap on Messages leads out of the chat, as in the real client
      return step.tab === 'messages' && where.tab === 'messages' ? atHome : { ...where, tab: step.tab };
    case 'chat':
      return { tab: 'messages', conversationId: step.conversationId };
    case 'list':
      return atHome;
    case 'mini-app':
      return { ...where, opening: step.opening };
    case 'approval':
      return { ...where, approval: step.processInstanceId };
    case 'close': {
      const { opening, approval, ...room } = where;
      // the mini-app lies on top: it closes first
      return opening !== undefined && approval !== undefined ? { ...room, approval } : room;
    }
  }
}
