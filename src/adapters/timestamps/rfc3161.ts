import { createHash, randomBytes, webcrypto } from 'node:crypto';
import * as asn1 from 'asn1js';
import axios from 'axios';
import * as pki from 'pkijs';
import type { TimestampAuthority } from '#src/ports/timestamps.ts';

pki.setEngine('node', new pki.CryptoEngine({ name: 'node', crypto: webcrypto as unknown as Crypto }));

const sha256 = '2.16.840.1.101.3.4.2.1';
const mostBytes = 64 * 1024;

/** Asks the authority at an address. It is told a digest and a number of ours, and nothing else. */
export const timestampAuthority = (url: string): TimestampAuthority => ({
  stamp: async (digest) => {
    const nonce = randomBytes(16);
    nonce[0] = (nonce[0] ?? 0) & 0x7f;
    const request = new pki.TimeStampReq({
      version: 1,
      messageImprint: new pki.MessageImprint({
        hashAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: sha256, algorithmParams: new asn1.Null() }),
        hashedMessage: new asn1.OctetString({ valueHex: bufferOf(digest) }),
      }),
      nonce: new asn1.Integer({ valueHex: bufferOf(nonce) }),
      certReq: true,
    });
    const answer = await axios
      .post<ArrayBuffer>(url, Buffer.from(request.toSchema().toBER()), {
        headers: { 'content-type': 'application/timestamp-query' },
        responseType: 'arraybuffer',
        timeout: 10_000,
        maxContentLength: mostBytes,
        maxRedirects: 0,
      })
      .catch((cause: unknown) => {
        throw new Error('The timestamp authority does not answer', { cause });
      });
    const bytes = new Uint8Array(answer.data);
    const info = read(bytes)?.info;
    if (!info || !speaksOf(info, digest) || !isSame(info.nonce?.valueBlock.valueHexView, nonce))
      throw new Error('The timestamp authority answered something else than was asked');
    return bytes;
  },
});

/**
 * The moment a stamp vouches for, when it speaks of `message` and its signature holds; with `authority` (PEM certificates) also that one of them vouches for
 * the signer. Nothing otherwise.
 */
export async function stampedAt(bytes: Uint8Array, message: Uint8Array, authority?: string): Promise<Date | undefined> {
  const found = read(bytes);
  if (!found || !speaksOf(found.info, createHash('sha256').update(message).digest())) return undefined;
  const trusted = authority === undefined ? [] : certificatesIn(authority);
  const holds = await found.signed
    .verify({
      signer: 0,
      trustedCerts: trusted,
      checkChain: authority !== undefined,
      checkDate: found.info.genTime,
      // The library holds the imprint against the message itself.
      data: bufferOf(message),
    })
    .catch(() => false);
  return holds && (authority === undefined || signerMayStamp(found.signed)) ? found.info.genTime : undefined;
}

const extendedKeyUsage = '2.5.29.37';
const timeStamping = '1.3.6.1.5.5.7.3.8';

/** The signer's certificate is one for time stamps, and for nothing else (RFC 3161 §2.3). */
function signerMayStamp({ certificates = [], signerInfos: [signer] }: pki.SignedData): boolean {
  const sid: unknown = signer?.sid;
  if (!(sid instanceof pki.IssuerAndSerialNumber)) return false;
  const found = certificates.find(
    (one): one is pki.Certificate => one instanceof pki.Certificate && one.serialNumber.isEqual(sid.serialNumber),
  );
  const usage = found?.extensions?.find(({ extnID }) => extnID === extendedKeyUsage);
  return usage?.critical === true && usage.parsedValue instanceof pki.ExtKeyUsage
    ? usage.parsedValue.keyPurposes.length === 1 && usage.parsedValue.keyPurposes[0] === timeStamping
    : false;
}

type Found = { readonly info: pki.TSTInfo; readonly signed: pki.SignedData };

/** A granted answer with its token; nothing when it is none. */
function read(bytes: Uint8Array): Found | undefined {
  try {
    const answer = pki.TimeStampResp.fromBER(bufferOf(bytes));
    // 0 granted, 1 granted with changes (RFC 3161 §2.4.2).
    if (answer.status.status > 1 || !answer.timeStampToken) return undefined;
    const signed = new pki.SignedData({ schema: answer.timeStampToken.content });
    const content = signed.encapContentInfo.eContent?.getValue();
    if (!content) return undefined;
    return { info: pki.TSTInfo.fromBER(content), signed };
  } catch {
    // Whatever else came is no answer of this kind.
    return undefined;
  }
}

const speaksOf = ({ messageImprint }: pki.TSTInfo, digest: Uint8Array): boolean =>
  messageImprint.hashAlgorithm.algorithmId === sha256 &&
  isSame(messageImprint.hashedMessage.valueBlock.valueHexView, digest);

const isSame = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one !== undefined && Buffer.compare(one, other) === 0;

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer as ArrayBuffer;

const certificatesIn = (pem: string): pki.Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu) ?? []).map((one) =>
    pki.Certificate.fromBER(bufferOf(Buffer.from(one.replace(/-----[^-]+-----|\s/gu, ''), 'base64'))),
  );
