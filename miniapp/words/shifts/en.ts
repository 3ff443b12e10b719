/** What handover and rosters say, in English. The other languages must have exactly these keys and gaps. */
export const shiftsEn = {
  'happening.handover': 'Change of shift',
  'happening.roster-planned': 'Roster planned',
  'trouble.handover.taken': 'Somebody else has taken this case already.',
  'trouble.handover.over': 'This case is not in the handover any more. The list shows what is so now.',
  'trouble.roster.changed-meanwhile': 'Somebody planned this shift meanwhile. Your choice is still here.',
  'trouble.roster.not-staff': 'Only people who treat or coordinate here can be planned, at most twenty.',
  'trouble.roster.over': 'This shift is over and is not planned any more.',
} as const;
