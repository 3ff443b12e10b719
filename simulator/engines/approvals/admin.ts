import type { AdminEndpoint } from '../endpoint.ts';
import { refuse } from '../refusal.ts';
import { needText, text } from '../wire.ts';
import type { ProcessCentre } from './centre.ts';
import type { ApprovalDesk } from './desk.ts';
import { approvalSeenBy, centreSeenBy, type SeenApproval } from './seen-by.ts';

export const approvalsOf = (
  desk: ApprovalDesk,
  centre: ProcessCentre,
  corpId: string,
  userId: string,
): readonly SeenApproval[] =>
  [
    ...desk.all(corpId).map((instance) => approvalSeenBy(instance, userId)),
    ...centre.all(corpId).map((instance) => centreSeenBy(instance, userId)),
  ]
    .filter((seen) => seen !== undefined)
    .toSorted((one, other) => other.createdAt - one.createdAt);

/** People with the OA page open in their client. */
export const approvalAdmin = (desk: ApprovalDesk, centre: ProcessCentre): readonly AdminEndpoint[] => [
  {
    method: 'GET',
    path: '/sim/api/approvals',
    run: ({ query }) => ({
      approvals: approvalsOf(desk, centre, needText(query, 'corpId', 'corpId'), needText(query, 'userId', 'userId')),
    }),
  },
  {
    method: 'POST',
    path: '/sim/api/approve',
    run: ({ body }) => {
      const result = text(body, 'result');
      if (result !== 'agree' && result !== 'refuse') return refuse('result', 'result is agree or refuse');
      const { corpId, userId, id } = who(body);
      const { status, result: outcome } = desk.sign(corpId, id, userId, result, text(body, 'remark'));
      return { status, result: outcome ?? null };
    },
  },
  {
    method: 'POST',
    path: '/sim/api/withdraw',
    run: ({ body }) => {
      const { corpId, userId, id } = who(body);
      return { status: desk.withdraw(corpId, id, userId).status };
    },
  },
];

const who = (body: Parameters<typeof needText>[0]) => ({
  corpId: needText(body, 'corpId', 'corpId'),
  userId: needText(body, 'userId', 'userId'),
  id: needText(body, 'processInstanceId', 'processInstanceId'),
});
