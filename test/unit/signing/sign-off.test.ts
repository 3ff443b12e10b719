import { expect, test } from 'vitest';
import { type ExportedSignOff, writeSignOff } from '#src/domain/signing/exported-sign-off.ts';
import { verifySignOff } from '#src/domain/signing/verify-sign-off.ts';
import { later } from '#test/builders/a-referral.ts';
import { aKey, anExportedSignOff, lamsKey, trailKey, vouch } from './an-exported-sign-off.ts';

const many = 10_000;

test('of 10,000 good sign-offs every one is accepted from its file alone', () => {
  let accepted = 0;
  for (let n = 0; n < many; n += 1) if (verifySignOff(writeSignOff(anExportedSignOff(n))).ok) accepted += 1;
  expect(accepted).toBe(many);
}, 120_000);

const other = aKey('key-lam', 'lam');
const good = anExportedSignOff();
const fifth = anExportedSignOff(5);
/** What somebody could try who holds the installation's key, but not the clinician's: each named kind, vouched for again. */
const forgeriesOf = (good: ExportedSignOff): Readonly<Record<string, readonly [ExportedSignOff, string]>> => ({
  'another content': [{ ...good, content: { ...good.content, reason: 'Nothing' } as never }, 'content'],
  'another fingerprint': [{ ...good, contentHash: '0'.repeat(64), ...without('content') }, 'signature'],
  'another receiver': [{ ...good, referral: { ...good.referral, to: 'xyz' as never } }, 'signature'],
  'another urgency': [{ ...good, referral: { ...good.referral, urgency: 'routine' } }, 'signature'],
  'another version': [{ ...good, referral: { ...good.referral, contentVersion: 9 } }, 'signature'],
  'another time': [{ ...good, signature: { ...good.signature, at: later(9).toISOString() } }, 'signature'],
  'another person': [{ ...good, signature: { ...good.signature, by: 'alvin' as never } }, 'key'],
  'a person and a key that fit each other': [
    {
      ...good,
      signature: { ...good.signature, by: 'alvin' as never },
      key: { ...good.key, owner: 'alvin' },
    },
    'signature',
  ],
  'another public key under the same id': [{ ...good, key: other.shown }, 'signature'],
  'a key that was not there yet': [{ ...good, key: { ...good.key, from: later(2).toISOString() } }, 'key-time'],
  'a key that was out of use': [{ ...good, key: { ...good.key, until: later(1).toISOString() } }, 'key-time'],
  'no signature': [{ ...good, signature: { ...good.signature, signature: '' } }, 'signature'],
  'the signature of another sign-off': [
    { ...good, signature: { ...good.signature, signature: fifth.signature.signature } },
    'signature',
  ],
});

function without(_part: 'content') {
  return { content: undefined as never };
}

test('of 10,000 bad ones, changed in every place of the file or forged in every kind, every one is refused', () => {
  const bytewise = 7_000;
  const whole = writeSignOff(good);
  const taken: number[] = [];
  for (let n = 0; n < bytewise; n += 1) {
    const at = n % whole.length;
    const kind = Math.floor(n / whole.length) % 4;
    const letter = whole.charCodeAt(at);
    const changed = [
      String.fromCharCode(letter === 0x78 ? 0x79 : 0x78),
      '',
      `${whole[at]}${whole[at]}`,
      String.fromCharCode(letter ^ 1),
    ][kind];
    const bad = whole.slice(0, at) + changed + whole.slice(at + 1);
    if (bad !== whole && verifySignOff(bad).ok) taken.push(n);
  }
  for (let n = bytewise; n < many; n += 1) {
    const kinds = Object.values(forgeriesOf(anExportedSignOff(n)));
    const said = kinds[n % kinds.length]?.[0];
    if (!said || verifySignOff(writeSignOff(vouch(said, trailKey.secret))).ok) taken.push(n);
  }
  expect(taken).toEqual([]);
}, 120_000);

test.each(Object.entries(forgeriesOf(good)))(
  '%s is refused with its reason, also with a new voucher',
  (_name, [said, why]) => {
    const text = writeSignOff(vouch(said, trailKey.secret));
    expect(verifySignOff(text)).toEqual({ ok: false, why });
  },
);

test('a change that nobody vouched for is refused', () => {
  const renamed = { ...good, signer: { name: { en: 'Dr Nobody', zhHant: '無名' } } };
  expect(verifySignOff(writeSignOff(renamed))).toEqual({ ok: false, why: 'voucher' });
});

test('who tells the key by other means finds a file of another installation out', () => {
  const elsewhere = aKey('key-trail', 'baton-trail');
  const foreign = writeSignOff(anExportedSignOff(0, { voucher: elsewhere }));
  expect(verifySignOff(foreign)).toMatchObject({ ok: true, trusted: false });
  expect(verifySignOff(foreign, { trusted: [trailKey.shown.spkiPem] })).toEqual({ ok: false, why: 'voucher-key' });
  expect(verifySignOff(writeSignOff(good), { trusted: [trailKey.shown.spkiPem] })).toMatchObject({
    ok: true,
    trusted: true,
  });
});

test('no clinician vouches for names: only the key of the trail does', () => {
  const own = vouch({ ...good, voucher: { ...good.voucher, key: lamsKey.shown } }, lamsKey.secret);
  expect(verifySignOff(writeSignOff(own))).toEqual({ ok: false, why: 'voucher-key' });
});

test('where a reader may not see all of it the fingerprint stands for the content', () => {
  const { content: _hidden, ...rest } = good;
  expect(verifySignOff(writeSignOff(vouch(rest, trailKey.secret)))).toMatchObject({ ok: true });
});

test.each([
  ['nothing', ''],
  ['no JSON', '{"kind":"baton-sign-off"'],
  ['another order of the parts', `${JSON.stringify(good)}\n`],
  ['blanks', `${JSON.stringify(good, null, 1)}\n`],
  ['no end', writeSignOff(good).trimEnd()],
  ['one part more', writeSignOff({ ...good, note: 'x' } as never)],
  ['a part of another kind', writeSignOff({ ...good, contentHash: 7 } as never)],
])('a file with %s is not read', (_name, text) => {
  expect(verifySignOff(text)).toEqual({ ok: false, why: 'unreadable' });
});
