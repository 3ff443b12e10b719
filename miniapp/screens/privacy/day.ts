import type { Language } from '#src/contract/session.ts';

/** A day in Hong Kong, with its year: these clocks run for weeks. */
export const dayIn = (at: string, language: Language): string =>
  at
    ? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language === 'zh-Hans' ? 'zh-CN' : 'zh-HK', {
        timeZone: 'Asia/Hong_Kong',
        year: 'numeric',
        month: 'short',
        day: 'numeric',
      }).format(new Date(at))
    : '';
