import { createHash } from 'node:crypto';

/** What a page hands to dd.config, and the page it stands on. */
export type SignedPage = {
  readonly ticket: string;
  readonly nonceStr: string;
  readonly timeStamp: string | number;
  readonly url: string;
  readonly signature: string;
};

/** Today's page says SHA-256, pages of older years SHA-1: both are taken, and the answer says which it was. */
export function signatureOf(page: SignedPage): 'sha256' | 'sha1' | undefined {
  const plain = `jsapi_ticket=${page.ticket}&noncestr=${page.nonceStr}&timestamp=${page.timeStamp}&url=${plainUrl(page.url)}`;
  return (['sha256', 'sha1'] as const).find(
    (kind) => createHash(kind).update(plain, 'utf8').digest('hex') === page.signature.toLowerCase(),
  );
}

/** Without the part behind `#`, and with the query decoded once: iOS sends it encoded. */
function plainUrl(url: string): string {
  const [page = ''] = url.split('#');
  const query = page.indexOf('?');
  if (query < 0) return page;
  try {
    return page.slice(0, query) + decodeURIComponent(page.slice(query));
  } catch {
    // a stray % is no encoding: the client signs what it sees
    return page;
  }
}
