/** The words of a text that carries markup of its own (HTML, RTF); any other text as it is. */
export function plainWords(text: string): string {
  const start = text.slice(0, 200).trimStart();
  if (start.startsWith('{\\rtf')) return ofRtf(text);
  if (/^<(?:!doctype html|html|head|body|div|p|table)\b/iu.test(start)) return ofHtml(text);
  return text.replace(/^\uFEFF/u, '');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const ofHtml = (html: string): string =>
  html
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
