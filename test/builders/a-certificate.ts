import { webcrypto } from 'node:crypto';
import { Integer, PrintableString } from 'asn1js';
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CryptoEngine,
  Extension,
  ExtKeyUsage,
  setEngine,
} from 'pkijs';

const pem = (what: string, der: ArrayBuffer): string =>
  `-----BEGIN ${what}-----\n${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${what}-----\n`;

/** A self-signed certificate and its key for `name`, for these purposes if it says any; worth nothing outside of a test. */
export async function aCertificate(name: string, purposes?: readonly string[]) {
  // The library's types name the browser's crypto; Node's is the same.
  const crypto = webcrypto as unknown as Crypto;
  setEngine('node', new CryptoEngine({ name: 'node', crypto }));
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: 1 });
  for (const side of [certificate.subject, certificate.issuer])
    side.typesAndValues.push(
      new AttributeTypeAndValue({ type: '2.5.4.3', value: new PrintableString({ value: name }) }),
    );
  certificate.notBefore.value = new Date(Date.now() - 60_000);
  certificate.notAfter.value = new Date(Date.now() + 3_600_000);
  const extension = (extnID: string, value: { toSchema(): { toBER(sizeOnly: boolean): ArrayBuffer } }) =>
    new Extension({ extnID, critical: true, extnValue: value.toSchema().toBER(false) });
  certificate.extensions = [
    extension('2.5.29.19', new BasicConstraints({ cA: true })),
    ...(purposes ? [extension('2.5.29.37', new ExtKeyUsage({ keyPurposes: [...purposes] }))] : []),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(keys.privateKey, 'SHA-256');
  return {
    certificate,
    key: keys.privateKey,
    pem: pem('CERTIFICATE', certificate.toSchema(true).toBER(false)),
    keyPem: pem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
  };
}
