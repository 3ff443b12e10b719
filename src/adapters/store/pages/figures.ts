import type { AlertCount, Course } from '#src/domain/figures/course.ts';
import { type HotlineId, id } from '#src/domain/ids.ts';
import type { State } from '#src/domain/referral/referral.ts';
import type { FiguresReader } from '#src/ports/figures.ts';
import type { Sql } from '../sql.ts';

type CourseRow = {
  hotline: string;
  state: State;
  started_at: Date;
  sent: Date | null;
  opened: Date | null;
  accepted: Date | null;
  booked: Date | null;
  answered: Date | null;
  missed: boolean;
  declined: string | null;
  escalations: number;
};

/** One walk over the trail of each referral, by its index. The trail says when each state was reached first; what it is now stands with the referral. */
const courses = `
  select r.hotline, r.state, r.started_at, h.sent, h.opened, h.accepted, h.booked, h.answered, coalesce(h.missed, false) as missed, h.declined,
    coalesce(h.escalations, 0)::int as escalations
  from (
    select id, hotline, state, started_at from referrals
    where (from_institution = any($1) or to_institution = any($1)) and started_at > $2 and not drill order by started_at desc limit $3
  ) r
  left join lateral (
    select min(at) filter (where reached = 'sent') as sent, min(at) filter (where reached = 'opened') as opened,
      min(at) filter (where reached = 'accepted') as accepted, min(at) filter (where reached = 'booked') as booked,
      min(at) filter (where reached = 'answered') as answered, bool_or(reached = 'did-not-attend') as missed,
      max(coalesce(because, '')) filter (where reached = 'declined') as declined, count(*) filter (where what = 'escalated') as escalations
    from (
      select at, what, case when what = 'moved' then body::jsonb ->> 'to' end as reached, case when what = 'moved' then body::jsonb ->> 'because' end as because
      from happenings where referral = r.id and what in ('moved', 'escalated')
    ) steps
  ) h on true
  order by r.started_at desc`;

const alerts = `
  select r.hotline, h.body::jsonb ->> 'tier' as tier, count(*) filter (where h.what = 'alert-raised')::int as raised,
    count(*) filter (where h.what = 'alert-acknowledged')::int as answered
  from referrals r join happenings h on h.referral = r.id and h.what in ('alert-raised', 'alert-acknowledged')
  where (r.from_institution = any($1) or r.to_institution = any($1)) and r.started_at > $2 and not r.drill
  group by 1, 2`;

export function figuresOn(sql: Sql): FiguresReader {
  return {
    courses: async (places, since, limit) => (await sql.all<CourseRow>(courses, [places, since, limit])).map(courseOf),
    alerts: async (places, since) =>
      (
        await sql.all<{ hotline: string; tier: AlertCount['tier']; raised: number; answered: number }>(alerts, [
          places,
          since,
        ])
      ).map(({ hotline, ...row }) => ({ ...row, hotline: id<HotlineId>(hotline) })),
  };
}

const courseOf = (row: CourseRow): Course => ({
  hotline: id<HotlineId>(row.hotline),
  state: row.state,
  begunAt: row.started_at,
  ...(row.sent ? { sentAt: row.sent } : {}),
  ...(row.opened ? { openedAt: row.opened } : {}),
  ...(row.accepted ? { acceptedAt: row.accepted } : {}),
  ...(row.booked ? { bookedAt: row.booked } : {}),
  ...(row.answered ? { answeredAt: row.answered } : {}),
  missed: row.missed,
  ...(row.declined === null ? {} : { declined: row.declined }),
  escalations: row.escalations,
});
