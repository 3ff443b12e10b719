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
import type { Person, Role } from '#src/domain/people/person.ts';
import type { Urgency } from '#src/domain/referral/urgency.ts';

export const tmh = id<InstitutionId>('tmh');
export const twc = id<InstitutionId>('twc');
export const shared = id<TenantId>('shared');
export const tmCardio = id<HotlineId>('tm-cardio');
export const cardioGroup = id<GroupId>('cidTmCardio/Hotline+01==');

export const aPerson = (
  name: string,
  institution: InstitutionId,
  roles: readonly Role[],
  more: Partial<Person> = {},
): Person => ({
  id: id<ClinicianId>(name),
  name: { en: `Dr ${name}`, zhHant: `${name}醫生` },
  works: [{ institution, roles }],
  dingtalk: [{ tenant: shared, user: id<UserId>(`u-${name}`) }],
  language: 'en',
  ...more,
});

export const alvin = aPerson('alvin', tmh, ['clinician']);
export const lam = aPerson('lam', tmh, ['consultant']);
export const cheung = aPerson('cheung', twc, ['clinician']);
export const ng = aPerson('ng', twc, ['clinician']);
export const yip = aPerson('yip', twc, ['nurse', 'coordinator']);
export const kwan = aPerson('kwan', tmh, ['privacy-officer', 'administrator']);

const limit = (minutes: number) => ({ minutes });
const limits = (open: number): ClockLimits => ({
  draft: limit(15),
  signOff: limit(5),
  deliver: limit(2),
  open: limit(open),
  reply: limit(15),
  book: limit(60),
  visit: limit(1440),
  answer: limit(1440),
  rebook: limit(240),
  readAnswer: limit(1440),
  question: limit(open === 5 ? 30 : 540),
});
const ladder: readonly Rung[] = [
  { afterMinutes: 0, how: 'group', who: 'owner' },
  { afterMinutes: 5, how: 'ding', who: 'cover' },
  { afterMinutes: 15, how: 'phone', who: 'head' },
];
const each = <Value>(value: (urgency: Urgency) => Value): Record<Urgency, Value> => ({
  emergency: value('emergency'),
  urgent: value('urgent'),
  'semi-urgent': value('semi-urgent'),
  routine: value('routine'),
  advice: value('advice'),
});

/** The cast of the product page, as configuration. */
export const aHouse = (more: Partial<House> = {}): House => ({
  institutions: [
    {
      id: tmh,
      name: { en: 'Tuen Mun Hospital', zhHant: '屯門醫院', zhHans: '屯门医院' },
      short: 'TMH',
      aliases: ['Tuen Mun'],
      signers: [lam.id],
      cover: [lam.id],
      head: lam.id,
    },
    {
      id: twc,
      name: { en: 'Tsuen Wan Family Clinic', zhHant: '荃灣家庭診所', zhHans: '荃湾家庭诊所' },
      short: 'TWC',
      aliases: ['Tsuen Wan', '荃灣'],
      signers: [cheung.id],
      cover: [ng.id],
      head: cheung.id,
    },
  ],
  people: [alvin, lam, cheung, ng, yip, kwan],
  hotlines: [
    {
      id: tmCardio,
      tenant: shared,
      group: cardioGroup,
      name: {
        en: 'Tuen Mun Cardiovascular Referral Hotline',
        zhHant: '屯門心血管轉介熱線',
        zhHans: '屯门心血管转介热线',
      },
      specialty: 'cardiology',
      receiving: twc,
      receivers: [cheung.id],
      urgencies: ['emergency', 'urgent', 'semi-urgent', 'routine', 'advice'],
    },
    {
      id: id<HotlineId>('tw-to-tm'),
      tenant: shared,
      group: id<GroupId>('cidTwToTm/Cardiology+02=='),
      name: { en: 'Tsuen Wan to Tuen Mun', zhHant: '荃灣轉屯門', zhHans: '荃湾转屯门' },
      specialty: 'cardiology',
      receiving: tmh,
      receivers: [lam.id],
      urgencies: ['urgent', 'routine'],
    },
  ],
  limits: each((urgency) => limits(urgency === 'emergency' ? 5 : 240)),
  ladders: each(() => ladder),
  office: { days: [1, 2, 3, 4, 5, 6], fromMinute: 540, toMinute: 1080, holidays: ['2026-12-25', '2026-12-26'] },
  ...more,
});
