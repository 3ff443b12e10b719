import type { Call } from '../endpoint.ts';
import { type Endpoint, post } from '../endpoint.ts';
import { number } from '../wire.ts';
import { askedOf, type Notice, type NoticeBoard, refusalOf } from './notice-board.ts';

const BASE = '/topapi/message/corpconversation';
const scope = { scope: 'qyapi_robot_sendmsg' };
const NOT_FOUND = { errcode: 400002, errmsg: 'invalid task_id' };

/** Legacy calls: an error is an `errcode` in a 200, so these answers are whole bodies. */
export const noticeEndpoints = (board: NoticeBoard, requestId: () => string): readonly Endpoint[] => [
  post(
    `${BASE}/asyncsend_v2`,
    (call) => {
      const asked = askedOf(call.body);
      const refused = refusalOf(asked, call.agentId);
      if (refused !== undefined) return refused;
      return {
        errcode: 0,
        errmsg: 'ok',
        task_id: board.send(call.corpId, call.clientId, asked).taskId,
        request_id: requestId(),
      };
    },
    scope,
  ),
  post(
    `${BASE}/getsendprogress`,
    (call) => {
      const notice = named(board, call);
      return notice === undefined
        ? NOT_FOUND
        : { errcode: 0, errmsg: 'ok', progress: { progress_in_percent: 100, status: 2 }, request_id: requestId() };
    },
    scope,
  ),
  post(
    `${BASE}/getsendresult`,
    (call) => {
      const notice = named(board, call);
      return notice === undefined
        ? NOT_FOUND
        : { errcode: 0, errmsg: 'ok', send_result: resultOf(notice), request_id: requestId() };
    },
    scope,
  ),
  post(
    `${BASE}/recall`,
    (call) => {
      const taskId = number(call.body, 'msg_task_id') ?? 0;
      return board.recall(call.clientId, taskId) ? { errcode: 0, errmsg: 'ok', request_id: requestId() } : NOT_FOUND;
    },
    scope,
  ),
];

const named = (board: NoticeBoard, { clientId, body }: Call): Notice | undefined =>
  board.get(clientId, number(body, 'task_id') ?? 0);

/** The result, unlike the call, does tell who was left out. */
const resultOf = ({ receivers, readBy, dropped }: Notice) => ({
  read_user_id_list: readBy,
  unread_user_id_list: receivers.filter((userId) => !readBy.includes(userId)),
  failed_user_id_list: [],
  forbidden_user_id_list: Object.keys(dropped),
  invalid_user_id_list: [],
  invalid_dept_id_list: [],
});
