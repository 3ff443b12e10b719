import { Refused } from '#src/domain/refused.ts';

/** Characters that Hong Kong and Taiwan notes are full of, and their mainland shapes: enough to tell the two old encodings apart. */
const traditional =
  '的一是有不人病藥醫生日年月無過敏後前診斷痛血壓心服每次請轉介科院女男姓名先士出至及與或未已現用食糖尿高低檢查結果報告肺肝腎胃腸骨手術史家族緊急安排跟進覆';
const simplified =
  '的一是有不人病药医生日年月无过敏后前诊断痛血压心服每次请转介科院女男姓名先士出至及与或未已现用食糖尿高低检查结果报告肺肝肾胃肠骨手术史家族紧急安排跟进复';

/**
 * Bytes as text, whatever they were written in: UTF-8 and UTF-16 with or without a mark, Big5, GB18030, Windows Latin. `named` is the encoding
 * that the file itself claims and is believed when the bytes fit it. Refuses `upload.damaged` what is no text in any of them.
 */
export function decodeText(bytes: Uint8Array, named?: string): { readonly text: string; readonly encoding: string } {
  const marked = withMark(bytes);
  if (marked !== undefined) return marked;
  if (named !== undefined) {
    const text = strictly(bytes, named);
    if (text !== undefined) return { text, encoding: named };
  }
  const utf8 = strictly(bytes, 'utf-8');
  if (utf8 !== undefined && !utf8.includes('\u0000')) return { text: utf8, encoding: 'utf-8' };
  const wide = wideWithoutMark(bytes);
  if (wide !== undefined) return wide;
  if (!isMostlyPairs(bytes)) return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  const [best] = (['big5', 'gb18030'] as const)
    .flatMap((encoding) => {
      const text = new TextDecoder(encoding).decode(bytes);
      return [{ text, encoding, likely: likelihood(text) }];
    })
    .toSorted((one, other) => other.likely - one.likely);
  if (best === undefined || best.likely <= 0) throw new Refused('upload.damaged', 'The text is in no encoding we know');
  return { text: best.text, encoding: best.encoding };
}

function withMark(bytes: Uint8Array) {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { text: new TextDecoder('utf-8').decode(bytes.subarray(3)), encoding: 'utf-8' };
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes.subarray(2)), encoding: 'utf-16le' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes.subarray(2)), encoding: 'utf-16be' };
  return undefined;
}

function strictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // Not this encoding, or one this machine does not know: the next is tried.
    return undefined;
  }
}

/** Latin text in UTF-16 has a nought in every second place. */
function wideWithoutMark(bytes: Uint8Array) {
  const head = bytes.subarray(0, 2000);
  if (head.length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  const pairs = head.length / 2;
  const encoding = odd > pairs * 0.3 ? 'utf-16le' : even > pairs * 0.3 ? 'utf-16be' : undefined;
  if (encoding === undefined) return undefined;
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** In Chinese encodings high bytes come in runs; a lone one is a µ, a ° or an é. */
function isMostlyPairs(bytes: Uint8Array): boolean {
  let high = 0;
  let inRuns = 0;
  for (let at = 0; at < Math.min(bytes.length, 20_000); at += 1) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    high += 1;
    if ((bytes[at + 1] ?? 0) >= 0x80 || (bytes[at - 1] ?? 0) >= 0x80) inRuns += 1;
  }
  return high > 0 && inRuns / high > 0.5;
}

function likelihood(text: string): number {
  let common = 0;
  let broken = 0;
  for (const character of text.slice(0, 20_000)) {
    if (traditional.includes(character) || simplified.includes(character)) common += 1;
    if (character === '\uFFFD' || /[\p{Co}\p{Cn}]/u.test(character)) broken += 1;
  }
  return common + 1 - broken * 3;
}

/** Text that no person or machine writes: control characters, long stretches of nothing readable. */
export const isReadable = (text: string): boolean => {
  const head = text.slice(0, 20_000);
  const odd = head.match(/[\u0000-\u0008\u000e-\u001f\u007f\uFFFD]/gu)?.length ?? 0;
  return head.trim() !== '' && odd <= head.length * 0.02;
};
