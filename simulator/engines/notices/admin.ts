import type { AdminEndpoint } from '../endpoint.ts';
import { needText } from '../wire.ts';
import type { NoticeBoard } from './notice-board.ts';

/** A person opening the list of work notices: what is shown is read. */
export const noticeAdmin = (board: NoticeBoard): readonly AdminEndpoint[] => [
  {
    method: 'GET',
    path: '/sim/api/notices',
    run: ({ query }) => {
      const corpId = needText(query, 'corpId', 'corpId');
      const userId = needText(query, 'userId', 'userId');
      const notices = board.of(corpId, userId).map((notice) => ({
        taskId: notice.taskId,
        at: notice.at,
        clientId: notice.clientId,
        msg: notice.msg,
        read: notice.readBy.includes(userId),
      }));
      board.readAll(corpId, userId);
      return { notices: notices.toReversed() };
    },
  },
];
