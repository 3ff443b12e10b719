/** What stands where somebody else's name or number stood. */
const leftOut = '[…]';

const relations =
  'wife|husband|spouse|partner|mother|father|mum|mom|dad|son|daughter|brother|sister|aunt|uncle|grandmother|grandfather|cousin|niece|nephew|friend|neighbour|neighbor|carer|helper|guardian|employer|maid';
const kin =
  '妻子|丈夫|太太|先生|母親|母亲|媽媽|妈妈|父親|父亲|爸爸|兒子|儿子|女兒|女儿|哥哥|弟弟|姐姐|姊姊|妹妹|祖母|祖父|外婆|外公|嫲嫲|爺爺|爷爷|姨媽|叔叔|朋友|鄰居|邻居|照顧者|照顾者|外傭|外佣|監護人|监护人|僱主|雇主';

const english = new RegExp(
  `\\b((?:${relations})(?:'s name)?(?: is| named| called|,|:)?\\s+(?:(?:Mrs?|Ms|Miss|Dr)\\.?\\s+)?)((?:[A-Z][A-Za-z'-]+|[A-Z]{2,})(?:[ ,]+(?:[A-Z][A-Za-z'-]+|[A-Z]{2,})){0,3})`,
  'g',
);
const titled = /\b((?:Mrs?|Ms|Miss|Madam)\.?\s+)([A-Z][A-Za-z'-]+(?:\s+[A-Z][A-Za-z'-]+){0,3})/g;
const chinese = new RegExp(
  `(${kin})([：:,，]?(?:名叫|叫|是)?)([\\p{Script=Han}]{2,4})(?=[\\s（(，。、,;；：:]|$)`,
  'gu',
);
const hkid = /\b[A-Z]{1,2}\d{6}\s*\(?[\dA]\)?/g;
const phone = /(?<![\d-])(?:\+?852[\s-]?)?[2-9]\d{3}[\s-]?\d{4}(?![\d-])/g;

export type Own = {
  readonly names: readonly string[];
  readonly numbers: readonly string[];
  readonly others: readonly string[];
};

/**
 * A text without other people's names and numbers (PDPO s.20(2): a copy leaves out who else is named in it). It finds identity card numbers, telephone numbers, names after a
 * word of kinship, titles, and the names it is given. A person still reads the copy before it is handed over: no rule finds every name.
 */
export function withoutOthers(text: string, own: Own): { readonly text: string; readonly count: number } {
  let count = 0;
  const plain = (value: string): string => value.replace(/[\s()+-]/g, '').toUpperCase();
  const mine = new Set(own.numbers.map(plain));
  const isMe = (name: string): boolean =>
    own.names.some(
      (one) =>
        one !== '' &&
        (one.toLowerCase().includes(name.toLowerCase()) || name.toLowerCase().includes(one.toLowerCase())),
    );
  const cut = (whole: string, keep: string, what: string): string => {
    if (isMe(what.trim())) return whole;
    count += 1;
    return `${keep}${leftOut}`;
  };
  let out = text;
  for (const other of own.others.filter((name) => name.length > 1))
    if (out.includes(other) && !isMe(other)) {
      count += out.split(other).length - 1;
      out = out.replaceAll(other, leftOut);
    }
  out = out.replace(hkid, (found) => (mine.has(plain(found)) ? found : cut(found, '', found)));
  out = out.replace(phone, (found) =>
    mine.has(plain(found)) || mine.has(plain(found).replace(/^852/, '')) ? found : cut(found, '', found),
  );
  out = out.replace(english, (found, keep: string, name: string) => cut(found, keep, name));
  out = out.replace(titled, (found, keep: string, name: string) => cut(found, keep, name));
  out = out.replace(chinese, (found, relation: string, joint: string, name: string) =>
    cut(found, `${relation}${joint}`, name),
  );
  return { text: out, count };
}
