import type Router from '@koa/router';
import { approvalAdmin, approvalsOf } from './approvals/admin.ts';
import { ProcessCentre } from './approvals/centre.ts';
import { centreEndpoints } from './approvals/centre-endpoints.ts';
import { ApprovalDesk } from './approvals/desk.ts';
import { approvalEndpoints } from './approvals/endpoints.ts';
import { calendarAdmin } from './calendar/admin.ts';
import { Diary } from './calendar/diary.ts';
import { calendarEndpoints } from './calendar/endpoints.ts';
import { cardAdmin } from './cards/admin.ts';
import { CardDeck } from './cards/deck.ts';
import { cardEndpoints } from './cards/endpoints.ts';
import { HttpCallbacks } from './cards/http-callbacks.ts';
import { Looking } from './cards/looking.ts';
import type { CardView } from './cards/view.ts';
import type { AdminEndpoint, Endpoint } from './endpoint.ts';
import type { House } from './house.ts';
import { browserRoutes } from './login/browser-routes.ts';
import { LoginCodes } from './login/codes.ts';
import { loginAdmin, loginEndpoints } from './login/endpoints.ts';
import { JsapiTickets } from './login/tickets.ts';
import { UserTokens } from './login/user-tokens.ts';
import { MediaShelf, mediaRoute } from './media/media-route.ts';
import { noticeAdmin } from './notices/admin.ts';
import { noticeEndpoints } from './notices/endpoints.ts';
import { NoticeBoard } from './notices/notice-board.ts';
import { counter } from './scene.ts';
import { todoAdmin } from './todos/admin.ts';
import { todoEndpoints } from './todos/endpoints.ts';
import { TodoList } from './todos/todo-list.ts';

/** What waits for a person, by the little red numbers of the workbench. */
export type Badges = {
  readonly approvals: number;
  readonly todos: number;
  readonly notices: number;
  readonly calendar: number;
};

/** All engines, put together for one world. */
export type Engines = {
  /** Behind DingTalk's doorkeeper. */
  readonly endpoints: readonly Endpoint[];
  readonly admin: readonly AdminEndpoint[];
  /** Calls that no app token guards: browser login, and the multipart upload. */
  readonly openRoutes: (router: Router, clientOf: (token: string) => string | undefined) => void;
  /** The card as this person sees it; undefined when it is not for these eyes. */
  readonly renderFor: (outTrackId: string, userId: string) => Promise<CardView | undefined>;
  readonly badgesOf: (corpId: string, userId: string) => Badges;
};

export function openEngines(house: House): Engines {
  const deck = new CardDeck(house);
  const looking = new Looking(deck, house);
  const callbacks = new HttpCallbacks();
  const desk = new ApprovalDesk(house);
  const centre = new ProcessCentre(house, desk);
  const todos = new TodoList(house);
  const diary = new Diary(house);
  const board = new NoticeBoard(house);
  const codes = new LoginCodes();
  const tickets = new JsapiTickets();
  const userTokens = new UserTokens();
  const shelf = new MediaShelf();
  const count = counter(1);
  const requestId = (): string => `req-${count()}`;
  const nameOf = (corpId: string, unionId: string): string => house.byUnionId(corpId, unionId)?.name ?? unionId;

  return {
    endpoints: [
      ...cardEndpoints(deck, callbacks),
      ...approvalEndpoints(desk, house),
      ...centreEndpoints(centre, desk),
      ...todoEndpoints(todos, () => house.now(), requestId),
      ...calendarEndpoints(diary, nameOf),
      ...noticeEndpoints(board, requestId),
      ...loginEndpoints(codes, tickets, house),
    ],
    admin: [
      ...cardAdmin(deck, looking, house, callbacks),
      ...approvalAdmin(desk, centre),
      ...todoAdmin(todos, house),
      ...calendarAdmin(diary, house),
      ...noticeAdmin(board),
      ...loginAdmin(codes, tickets, house),
    ],
    openRoutes: (router, clientOf) => {
      browserRoutes(router, house, codes, userTokens);
      mediaRoute(router, shelf, house, clientOf);
    },
    renderFor: (outTrackId, userId) => looking.view(outTrackId, userId),
    badgesOf: (corpId, userId) => {
      const unionId = house.person(corpId, userId)?.unionId ?? '';
      return {
        approvals: approvalsOf(desk, centre, corpId, userId).filter(({ mine }) => mine === 'sign').length,
        todos: todos.of(corpId, unionId).filter((todo) => todo.executors[unionId] === false).length,
        notices: board.of(corpId, userId).filter(({ readBy }) => !readBy.includes(userId)).length,
        calendar: diary.of(corpId, unionId).length,
      };
    },
  };
}
