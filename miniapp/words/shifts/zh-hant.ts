import type { shiftsEn } from './en.ts';

export const shiftsZhHant: Readonly<Record<keyof typeof shiftsEn, string>> = {
  'happening.handover': '轉更交班',
  'happening.roster-planned': '編更',
  'trouble.handover.taken': '他人已接手此個案。',
  'trouble.handover.over': '此個案已不在交班名單。名單已更新。',
  'trouble.roster.changed-meanwhile': '此更次剛被他人更改，你的選擇仍保留在此。',
  'trouble.roster.not-staff': '只可編排在此診治或統籌的人員，最多二十人。',
  'trouble.roster.over': '此更次已完結，不能再編更。',
};
