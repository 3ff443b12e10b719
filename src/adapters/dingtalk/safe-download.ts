import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import axios from 'axios';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import { isLoopback, type TenantSettings } from './tenant-settings.ts';

/** DingTalk's object storage answers under these names; presigned addresses lead there and nowhere else. */
const storageHosts = ['.dingtalk.com', '.aliyuncs.com', '.alicdn.com', '.dingtalkapps.com'];

/**
 * Fetches bytes from an address DingTalk gave us: only known hosts, never an address inside our own network, no redirects, bounded in time and
 * bytes. A pretend DingTalk on this machine may hand out its own address and no other.
 */
export async function download(
  { bases }: Pick<TenantSettings, 'bases'>,
  address: string,
  headers: Readonly<Record<string, string>>,
  limitBytes: number,
): Promise<Readable> {
  const url = await allowed(bases.api, address);
  const answer = await axios
    .get<Readable>(url.href, {
      headers,
      responseType: 'stream',
      timeout: 15_000,
      maxRedirects: 0,
      validateStatus: () => true,
    })
    .catch((cause: unknown) => {
      throw new Unreachable('dingtalk.unreachable', 'the file could not be fetched', { cause });
    });
  if (answer.status === 403 || answer.status === 404 || answer.status === 410) {
    answer.data.destroy();
    throw new Refused('upload.expired', 'The address of the file has lapsed');
  }
  if (answer.status !== 200) {
    answer.data.destroy();
    throw new Unreachable('dingtalk.unreachable', `the file's server answered ${answer.status}`);
  }
  if (Number(answer.headers['content-length'] ?? 0) > limitBytes) {
    answer.data.destroy();
    throw new Refused('upload.too-large', `The file is larger than ${limitBytes} bytes`, { limit: limitBytes });
  }
  return bounded(answer.data);
}

async function allowed(base: string, address: string): Promise<URL> {
  const url = new URL(address);
  if (isLoopback(base)) {
    if (url.origin === new URL(base).origin) return url;
    throw new Refused('upload.expired', 'The address of the file leads elsewhere');
  }
  if (
    !['http:', 'https:'].includes(url.protocol) ||
    !storageHosts.some((suffix) => url.hostname.endsWith(suffix)) ||
    isIP(url.hostname)
  )
    throw new Refused('upload.expired', 'The address of the file leads elsewhere');
  // The page's example is plain http; the storage serves the same over https.
  url.protocol = 'https:';
  for (const { address: ip } of await lookup(url.hostname, { all: true }))
    if (isPrivate(ip)) throw new Refused('upload.expired', 'The address of the file leads inside');
  return url;
}

const isPrivate = (ip: string): boolean =>
  /^(10\.|127\.|0\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|::$|f[cd]|fe80|::ffff:)/i.test(
    ip,
  );

/** Ends a download that stands still. */
function bounded(stream: Readable): Readable {
  const timer = setTimeout(
    () => stream.destroy(new Unreachable('dingtalk.unreachable', 'the file took too long')),
    120_000,
  );
  stream.on('close', () => clearTimeout(timer));
  return stream;
}
