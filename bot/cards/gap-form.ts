import { type Gap, tellsWhy } from '#src/domain/referral/gaps.ts';
import { type Language, speak } from '../words/words.ts';

type FormField = {
  readonly name: string;
  readonly label: string;
  readonly type: 'SELECT' | 'TEXT';
  readonly options?: readonly { readonly value: string; readonly text: string }[];
  readonly placeholder?: string;
  readonly required?: boolean;
};

/** DingTalk's form object for what is answered in one line. Fields that one tap answers are left to the buttons. */
export function gapForm(gaps: readonly Gap[], language: Language, hotlineName: (id: string) => string): string {
  const fields = gaps.flatMap((gap): FormField[] => {
    if (gap.field === 'to')
      return [
        {
          name: 'to',
          label: speak(language, 'gap.to'),
          type: 'SELECT',
          options: gap.choices.map((value) => ({ value, text: hotlineName(value) })),
        },
      ];
    const typed = ['hkid', 'name', 'birth', 'reason', 'medications', 'allergies'].includes(gap.field);
    return typed
      ? [
          {
            name: gap.field,
            label: speak(language, `gap.${tellsWhy(gap.why) ? gap.why : gap.field}`),
            type: 'TEXT',
            placeholder: speak(language, 'form.placeholder'),
            required: false,
          },
        ]
      : [];
  });
  return fields.length > 0 ? JSON.stringify({ fields }) : '';
}
