/** The address a phone really opens for a link, or why it does not. */
export type Address = { readonly url: URL } | { readonly refused: string };

type From = { readonly corpId: string; readonly fromWorkbench?: boolean };

export function addressOf(link: string, { corpId, fromWorkbench = false }: From): Address {
  const inner = unwrapped(link);
  // DingTalk fills the placeholder for workbench icons only; in a card or a chat it stays as it is
  const filled = fromWorkbench ? inner.replaceAll(/\$CORPID\$|%24CORPID%24/gi, encodeURIComponent(corpId)) : inner;
  if (!URL.canParse(filled)) return { refused: 'This link has no address in it.' };
  const url = new URL(filled);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { refused: `A phone does not open ${url.protocol} links.` };
  url.searchParams.set('pretendDingTalk', '1');
  return { url };
}

/** `dingtalk://dingtalkclient/page/link?url=…` only says "open this inside the client". */
function unwrapped(link: string): string {
  if (!link.startsWith('dingtalk://') || !URL.canParse(link)) return link;
  const { searchParams } = new URL(link);
  return searchParams.get('url') ?? searchParams.get('mobileLink') ?? searchParams.get('pcLink') ?? link;
}
