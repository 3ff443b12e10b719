const htmlNames =
  'html|head|body|main|article|section|div|p|table|span|pre|font|center|h[1-6]|ul|ol|b|i|br|hr|meta|style';

/** A page, or a piece of one as it is pasted. */
export const isHtml = (root: string): boolean => new RegExp(`^(?:${htmlNames})$`, 'iu').test(root);

const startsAsHtml = new RegExp(`^(?:<!--[\\s\\S]*?-->\\s*)*<(?:!doctype html|(?:${htmlNames})\\b)`, 'iu');

/** The words of a text that carries markup of its own (HTML, RTF); any other text as it is. */
export function plainWords(text: string): string {
  const start = text.slice(0, 2_000).trimStart();
  if (start.startsWith('{\\rtf')) return ofRtf(text);
  if (startsAsHtml.test(start)) return ofHtml(text);
  return text.replace(/^\uFEFF/u, '');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const ofHtml = (html: string): string =>
  html
    .replace(/<!--[\s\S]*?-->/gu, '')
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/giu, '')
    .replace(/<\/(?:td|th)>/giu, '\t')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/giu, '\n')
    .replace(/<[^>]*>/gu, '')
    .replace(/&(#\d+|#x[0-9a-f]+|\w+);/giu, (whole, name: string) =>
      name.startsWith('#') ? characterOf(name) : (entities[name.toLowerCase()] ?? whole),
    );

function characterOf(name: string): string {
  const point = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
}

const ofRtf = (rtf: string): string =>
  rtf
    .replace(/\{\\\*?\\?(?:fonttbl|colortbl|stylesheet|info|pict)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/gu, '')
    .replace(/\\u(-?\d+)\s?\??/gu, (_all, point: string) => String.fromCharCode(Number(point) & 0xffff))
    .replace(/\\'([0-9a-f]{2})/giu, (_all, hex: string) =>
      new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex')),
    )
    .replace(/\\(?:par|line|row)\b\s?/gu, '\n')
    .replace(/\\(?:tab|cell)\b\s?/gu, '\t')
    .replace(/\\[a-z]+-?\d*\s?/giu, '')
    .replace(/[{}]/gu, '')
    .replace(/\\([\\{}])/gu, '$1');
