/** One language of a letter, laid out in parts but not on paper. Labels come from a catalogue; values are what is said of the patient. */
export type LetterSide = {
  readonly language: 'en' | 'zh-Hant';
  readonly title: string;
  readonly institution: { readonly first: string; readonly second: string };
  readonly head: readonly Labelled[];
  readonly urgency: string;
  readonly patient: { readonly name: string; readonly facts: readonly Labelled[] };
  readonly parts: readonly LetterPart[];
  readonly signature: {
    readonly heading: string;
    readonly lines: readonly Labelled[];
    readonly verify: string;
    readonly qr: string;
  };
  readonly mirrorNote: string;
  /** Who it was made for, and when: printed across each page. */
  readonly reader: string;
  readonly page: string;
};

export type Labelled = { readonly label: string; readonly value: string };

export type LetterPart =
  | {
      readonly kind: 'allergies';
      readonly heading: string;
      /** Substances first; empty where only a sentence can be said. */
      readonly items: readonly { readonly name: string; readonly detail: string }[];
      readonly sentence?: string;
    }
  | { readonly kind: 'prose'; readonly heading: string; readonly words: string; readonly weight?: 'strong' }
  | { readonly kind: 'list'; readonly heading: string; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly heading: string;
      readonly columns: readonly string[];
      /** Widths as parts of the whole. */
      readonly widths: readonly number[];
      readonly rows: readonly { readonly cells: readonly string[]; readonly strong: boolean }[];
    }
  | { readonly kind: 'note'; readonly heading: ''; readonly words: string };

/** Every text of a part, in reading order. */
export function textsOf(part: LetterPart): readonly string[] {
  switch (part.kind) {
    case 'allergies':
      return [part.heading, ...part.items.flatMap(({ name, detail }) => [name, detail]), part.sentence ?? ''];
    case 'prose':
    case 'note':
      return [part.heading, part.words];
    case 'list':
      return [part.heading, ...part.items];
    case 'table':
      return [part.heading, ...part.columns, ...part.rows.flatMap(({ cells }) => cells)];
  }
}
