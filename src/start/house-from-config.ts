import type { Config } from '#config/load.ts';
import type { House } from '#src/domain/house/house.ts';
import {
  type ClinicianId,
  type GroupId,
  type HotlineId,
  type InstitutionId,
  id,
  type TenantId,
  type UserId,
} from '#src/domain/ids.ts';
import type { ClockLimits, Rung } from '#src/domain/people/hotline.ts';
import { type Urgency, urgencies } from '#src/domain/referral/urgency.ts';

/** The configured house in the words of the domain; the schema has looked at every value. */
export function houseFrom(config: Config): House {
  const { limits, ladders, office, handover } = config.reminders;
  return {
    institutions: config.institutions.institutions.map(
      ({ id: key, signers, cover, head, privacyOfficer, ...rest }) => ({
        ...rest,
        id: id<InstitutionId>(key),
        signers: signers.map((who) => id<ClinicianId>(who)),
        cover: cover.map((who) => id<ClinicianId>(who)),
        ...(head ? { head: id<ClinicianId>(head) } : {}),
        ...(privacyOfficer ? { privacyOfficer: id<ClinicianId>(privacyOfficer) } : {}),
      }),
    ),
    people: config.people.people.map(({ id: key, works, dingtalk, registration, left, relatives, ...rest }) => ({
      ...rest,
      id: id<ClinicianId>(key),
      works: works.map(({ institution, roles }) => ({ institution: id<InstitutionId>(institution), roles })),
      dingtalk: dingtalk.map(({ tenant, user }) => ({ tenant: id<TenantId>(tenant), user: id<UserId>(user) })),
      ...(registration ? { registration } : {}),
      ...(left ? { left } : {}),
      relatives: relatives.map(({ en, zhHant }) => ({ ...(en ? { en } : {}), ...(zhHant ? { zhHant } : {}) })),
    })),
    hotlines: config.hotlines.hotlines.map(
      ({ id: key, tenant, group, name, specialty, receiving, receivers, urgencies: takes }) => ({
        id: id<HotlineId>(key),
        tenant: id<TenantId>(tenant),
        group: id<GroupId>(group),
        name,
        specialty,
        receiving: id<InstitutionId>(receiving),
        receivers: receivers.map((who) => id<ClinicianId>(who)),
        urgencies: takes,
      }),
    ),
    limits: perUrgency((urgency): ClockLimits => {
      const minutes = (value: number) => ({ minutes: value });
      const of = limits[urgency];
      return {
        draft: minutes(of.draft),
        signOff: minutes(of.signOff),
        deliver: minutes(of.deliver),
        open: minutes(of.open),
        reply: minutes(of.reply),
        book: minutes(of.book),
        visit: minutes(of.visit),
        answer: minutes(of.answer),
        rebook: minutes(of.rebook),
        readAnswer: minutes(of.readAnswer),
        question: minutes(of.question),
      };
    }),
    ladders: perUrgency((urgency): readonly Rung[] => ladders[urgency]),
    office: {
      days: office.days,
      fromMinute: minuteOf(office.from),
      toMinute: minuteOf(office.to),
      holidays: office.holidays,
    },
    shifts: {
      changes: minutesOf(handover.changes),
      takeWithinMinutes: handover.takeWithinMinutes,
      places: Object.fromEntries(
        Object.entries(handover.institutions).map(([where, times]) => [where, minutesOf(times)]),
      ),
    },
  };
}

function perUrgency<Value>(value: (urgency: Urgency) => Value): Record<Urgency, Value> {
  const [first, ...rest] = urgencies;
  const all: Partial<Record<Urgency, Value>> = { [first]: value(first) };
  for (const urgency of rest) all[urgency] = value(urgency);
  // Every urgency was just given its value.
  return all as Record<Urgency, Value>;
}

const minutesOf = (times: readonly string[]): readonly number[] => times.map(minuteOf).sort((a, b) => a - b);
const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};
