import type { Named } from '#src/contract/referral.ts';
import type { Language } from '#src/contract/session.ts';

/** A name in the reader's language; where there is none, the nearest we have. */
export function nameIn(language: Language, name: Named): string {
  if (language === 'zh-Hant') return name.zhHant;
  if (language === 'zh-Hans') return name.zhHans ?? name.zhHant;
  return name.en;
}
