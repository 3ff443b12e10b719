import type { shiftsEn } from './en.ts';

export const shiftsZhHans: Readonly<Record<keyof typeof shiftsEn, string>> = {
  'happening.handover': '换班交接',
  'happening.roster-planned': '排班',
  'trouble.handover.taken': '他人已接手此个案。',
  'trouble.handover.over': '此个案已不在交班名单。名单已更新。',
  'trouble.roster.changed-meanwhile': '此班次刚被他人更改，你的选择仍保留在此。',
  'trouble.roster.not-staff': '只可安排在此诊治或协调的人员，最多二十人。',
  'trouble.roster.over': '此班次已结束，不能再排班。',
};
