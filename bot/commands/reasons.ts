import { rule } from '#src/domain/reading/folding.ts';
import type { CancelReason, DeclineReason } from '#src/domain/referral/referral.ts';

const declines: readonly (readonly [DeclineReason, RegExp])[] = [
  [
    'not-our-service',
    rule(
      'not our (?:service|specialty|field|department)|wrong (?:service|specialty|department|clinic)|not offered|we do not (?:offer|do)|不是我們|非本科|非本服務|不屬(?:於)?(?:本|我們)|不提供',
    ),
  ],
  [
    'information-missing',
    rule(
      '(?:information|info|details?|results?|ecg|report) (?:is |are )?(?:missing|incomplete|lacking)|missing (?:information|info|details?|results?)|incomplete|not enough (?:information|info)|need more (?:information|info)|資料不足|資料不全|缺(?:少)?資料|欠資料|未有報告',
    ),
  ],
  [
    'criteria-not-met',
    rule(
      'criteria|not indicated|does not (?:meet|qualify)|not eligible|不符(?:合)?(?:條件|標準|準則|資格)?|未達標準|沒有需要',
    ),
  ],
  ['duplicate', rule('duplicate|already referred|referred twice|double referral|重複|重覆|已轉介')],
  [
    'better-elsewhere',
    rule(
      'better (?:elsewhere|served|seen)|more suitable|refer to another|other (?:service|hospital|clinic)|其他(?:醫院|診所|專科)更|更適合|另找|應轉往',
    ),
  ],
  [
    'known-elsewhere',
    rule(
      'known (?:elsewhere|to (?:another|other))|followed (?:up )?elsewhere|under (?:the )?care of|already (?:followed|seen) (?:by|at)|已由|在別處|其他(?:醫院|診所)跟進|已有跟進',
    ),
  ],
];

const cancels: readonly (readonly [CancelReason, RegExp])[] = [
  [
    'patient-died',
    rule('(?:patient|pt) (?:has )?(?:died|passed away|is dead)|deceased|病人(?:已)?(?:去世|過世|死亡|離世)|離世|過世'),
  ],
  [
    'patient-refused',
    rule(
      '(?:patient|pt) (?:has )?(?:refused?s?|declined?s?|does not want|changed (?:his|her) mind)|病人(?:拒絕|不願|不想|改變主意)',
    ),
  ],
  ['entered-in-error', rule('error|mistake|wrong patient|by accident|test only|錯誤|輸入錯|開錯|打錯|錯病人|誤開')],
  ['withdrawn', rule('no longer needed|not needed|withdraw|changed plan|不再需要|無需|不需要|撤回')],
];

const keyIn = <T>(table: readonly (readonly [T, RegExp])[], words: string): T | undefined =>
  table.find(([, said]) => said.test(words))?.[0];

/** The coded reason a line gives, if it gives one. The words are kept beside it. */
export const declineReasonIn = (folded: string): DeclineReason | undefined => keyIn(declines, folded);
export const cancelReasonIn = (folded: string): CancelReason | undefined => keyIn(cancels, folded);
