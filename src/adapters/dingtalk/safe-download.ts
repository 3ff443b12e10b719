import { type LookupAddress, lookup } from 'node:dns';
import { Agent as HttpsAgent } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { type Readable, Transform } from 'node:stream';
import axios from 'axios';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import { faultOf } from './openapi/error-map.ts';
import { isLoopback, type TenantSettings } from './tenant-settings.ts';

/** DingTalk's object storage answers under these names; presigned addresses lead there and nowhere else. */
const storageHosts = ['.dingtalk.com', '.aliyuncs.com', '.alicdn.com', '.dingtalkapps.com'];
const wholeMs = 120_000;

/**
 * Fetches bytes from an address DingTalk gave us: only known hosts, never an address inside our own network, no redirects, bounded in time and
 * bytes. A pretend DingTalk on this machine may hand out its own address and no other. Refuses `upload.expired` and, at once or while the bytes
 * come, `upload.too-large`.
 */
export async function download(
  { bases }: Pick<TenantSettings, 'bases'>,
  address: string,
  headers: Readonly<Record<string, string>>,
  limitBytes: number,
): Promise<Readable> {
  const url = allowed(bases.api, address);
  const answer = await axios
    .get<Readable>(url.href, {
      headers: { 'accept-encoding': 'identity', ...headers },
      responseType: 'stream',
      timeout: 15_000,
      maxRedirects: 0,
      validateStatus: () => true,
      // A proxy would resolve names for us, and our look at the address would be worth nothing.
      proxy: false,
      ...(url.protocol === 'https:' ? { httpsAgent: outside } : {}),
    })
    .catch((error: unknown) => {
      // The address is a key: it is not carried along with the error.
      if (isRefusedAddress(error)) throw elsewhere();
      throw new Unreachable('dingtalk.unreachable', `the file could not be fetched: ${faultOf(error).code}`);
    });
  const refused = refusalOf(answer.status, Number(answer.headers['content-length'] ?? 0), limitBytes);
  if (!refused) return bounded(answer.data, limitBytes);
  answer.data.destroy();
  throw refused;
}

function refusalOf(status: number, length: number, limitBytes: number): Error | undefined {
  if (status === 403 || status === 404 || status === 410)
    return new Refused('upload.expired', 'The address of the file has lapsed');
  if (status !== 200) return new Unreachable('dingtalk.unreachable', `the file's server answered ${status}`);
  return length > limitBytes ? tooLarge(limitBytes) : undefined;
}

const tooLarge = (limit: number) =>
  new Refused('upload.too-large', `The file is larger than ${limit} bytes`, { limit });
const elsewhere = () => new Refused('upload.expired', 'The address of the file leads elsewhere');

/** The address, if it may be asked at all; http is upgraded, because the storage serves the same over https. */
export function allowed(base: string, address: string): URL {
  const url = URL.parse(address);
  if (!url) throw elsewhere();
  if (isLoopback(base)) {
    if (url.origin === new URL(base).origin) return url;
    throw elsewhere();
  }
  if (
    !['http:', 'https:'].includes(url.protocol) ||
    url.port !== '' ||
    url.username !== '' ||
    !storageHosts.some((suffix) => url.hostname.endsWith(suffix)) ||
    isIP(url.hostname)
  )
    throw elsewhere();
  url.protocol = 'https:';
  return url;
}

const inside = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, prefix, 'ipv4');
// Of the IPv6 world only public addresses (2000::/3) are taken, and of those none that carries an IPv4 address of the inside.
for (const [net, prefix] of [
  ['2001::', 32],
  ['2002::', 16],
] as const)
  inside.addSubnet(net, prefix, 'ipv6');
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');

export const leadsInside = (ip: string): boolean =>
  isIPv6(ip) ? !publicV6.check(ip, 'ipv6') || inside.check(ip, 'ipv6') : inside.check(ip, 'ipv4');

const refusedAddress = 'ERR_ADDRESS_INSIDE';
const isRefusedAddress = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === refusedAddress;

/** Looks at the very addresses the socket is about to dial, so that a name cannot change its mind between the look and the call. */
export const lookOutside: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const [first] = found ?? [];
    if (error || !first) return callback(error ?? new Error('no address'), '', 0);
    if (found.some(({ address }) => leadsInside(address)))
      return callback(Object.assign(new Error('leads inside'), { code: refusedAddress }), '', 0);
    if (options.all) return callback(null, found);
    callback(null, first.address, first.family);
  });
};
const outside = new HttpsAgent({ lookup: lookOutside });

/** Ends a download that stands still or has no end. */
function bounded(bytes: Readable, limitBytes: number): Readable {
  let seen = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      seen += chunk.length;
      if (seen > limitBytes) next(tooLarge(limitBytes));
      else next(null, chunk);
    },
  });
  const timer = setTimeout(
    () => counted.destroy(new Unreachable('dingtalk.unreachable', 'the file took too long')),
    wholeMs,
  );
  counted.on('close', () => {
    clearTimeout(timer);
    bytes.destroy();
  });
  const brokeOff = () => {
    if (!bytes.readableEnded) counted.destroy(new Unreachable('dingtalk.unreachable', 'the file broke off'));
  };
  bytes.on('error', brokeOff);
  bytes.on('close', brokeOff);
  return bytes.pipe(counted);
}
