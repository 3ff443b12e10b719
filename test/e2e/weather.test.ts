import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { corp, DemoPlay, hotlineGroup } from '#src/cli/demo-play.ts';
import { demoSamples } from '#src/cli/demo-samples.ts';
import { checkCharacter, formatHkid } from '#src/domain/identity/hkid.ts';
import { type Baton, startBaton } from '#src/start/baton.ts';
import { silent } from '#test/builders/a-store.ts';

let baton: Baton;
let play: DemoPlay;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'baton-weather-'));
  chmodSync(dir, 0o711);
  baton = await startBaton({
    configDir: 'config',
    env: {},
    log: silent,
    dataDir: dir,
    port: 0,
    simulatorPort: 0,
    pretend: true,
  });
});
afterAll(async () => {
  await baton?.stop();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  play = new DemoPlay(baton, demoSamples());
  await play.post('faults', { reset: true });
});

let patients = 0;
/** Valid identifiers of nobody. */
const hkidOf = (n: number): string =>
  formatHkid({ letters: 'Z', digits: String(100_000 + n), check: checkCharacter('Z', String(100_000 + n)) });
/** A new referral by Dr Ho, ready for its consent. */
async function begin(): Promise<void> {
  patients += 1;
  const hkid = hkidOf(patients);
  const known = new Set(
    (await baton.store.ledger.read((page) => page.referrals.list({ limit: 50 }))).map(({ referral }) => referral.code),
  );
  await play.say(
    'u-alvin',
    hotlineGroup,
    `refer CHAN Tai Man ${hkid} M 1/4/1967. Chest pain 2h. On warfarin 3mg daily. Allergic to penicillin (rash). Urgent.`,
    true,
  );
  play.code = await play.until('a draft', async () =>
    (await baton.store.ledger.read((page) => page.referrals.list({ limit: 50 })))
      .map(({ referral }) => referral.code)
      .find((code) => !known.has(code)),
  );
}
async function awaiting(): Promise<void> {
  await begin();
  await play.press('u-alvin', 'chat', 'Patient agreed (spoken)');
  await play.press('u-alvin', 'chat', 'Send for sign-off');
  await play.becomes('awaiting-sign-off');
}
const toldAlone = (user: string, part: string) =>
  play.until(`${user} to be told`, async () =>
    (await play.messages(user, play.chatOf(user))).find(({ text = '' }) => text.includes(part)),
  );

describe('sign-off in DingTalk itself', () => {
  test('agreed in the approval, the referral is signed by the one who was asked', async () => {
    await awaiting();
    const approval = await play.until('the approval', async () => {
      const { approvals } = await play.get<{
        approvals: { processInstanceId: string; status: string; values: { value: string }[] }[];
      }>(`approvals?corpId=${corp}&userId=u-lam`);
      return approvals.find(({ values }) => values.some(({ value }) => value.startsWith(play.code)));
    });
    await play.post('approve', {
      corpId: corp,
      userId: 'u-lam',
      processInstanceId: approval.processInstanceId,
      result: 'agree',
      remark: 'ok',
    });
    await play.becomes('delivered');
    const row = await baton.store.ledger.read((page) => page.referrals.byCode(play.code));
    expect(row?.referral.signature).toMatchObject({ by: 'lam', via: 'approval' });
  });

  test('refused in the approval, the draft comes back and its author is told', async () => {
    await awaiting();
    const approval = await play.until('the approval', async () => {
      const { approvals } = await play.get<{ approvals: { processInstanceId: string; values: { value: string }[] }[] }>(
        `approvals?corpId=${corp}&userId=u-lam`,
      );
      return approvals.find(({ values }) => values.some(({ value }) => value.startsWith(play.code)));
    });
    await play.post('approve', {
      corpId: corp,
      userId: 'u-lam',
      processInstanceId: approval.processInstanceId,
      result: 'refuse',
      remark: 'ECG is missing',
    });
    await play.becomes('draft');
    await toldAlone('u-alvin', `${play.code} came back`);
    const row = await baton.store.ledger.read((page) => page.referrals.byCode(play.code));
    expect(row?.referral.standing).toMatchObject({ returned: { by: 'lam', reason: 'ECG is missing' } });
    expect(row?.referral.signature).toBeUndefined();
  });
});

describe('bad weather', () => {
  test('while DingTalk is down nothing is lost: what was to be shown is shown afterwards', async () => {
    await begin();
    const now = (await play.get<{ now: number }>('state')).now;
    await play.post('faults', { apiDownUntil: now + 2_500 });
    await play.press('u-alvin', 'chat', 'Patient agreed (spoken)');
    expect(
      await play.until('the card to say so', async () =>
        JSON.stringify(play.blocks(await play.card('u-alvin', 'chat'))).includes('Send for sign-off')
          ? true
          : undefined,
      ),
    ).toBe(true);
  }, 60_000);

  test('without a card template a plain message with a link says the same truth', async () => {
    await play.post('faults', { templateUnpublished: [baton.pretend?.cardTemplate] });
    await begin();
    const said = await play.until('a plain message', async () =>
      (await play.messages('u-alvin', hotlineGroup)).find(
        ({ kind, text = '' }) => kind === 'actionCard' && text.includes(play.code),
      ),
    );
    expect(said.text).toContain('Draft');
    for (const secret of ['CHAN', 'warfarin', 'penicillin']) expect(said.text).not.toContain(secret);
  });

  test('an empty file and a program are refused with what to do', async () => {
    const send = (fileName: string, base64: string) =>
      play.post('send', {
        corpId: corp,
        userId: 'u-alvin',
        conversationId: play.chatOf('u-alvin'),
        kind: 'file',
        fileName,
        base64,
      });
    await send('empty.pdf', '');
    await toldAlone('u-alvin', 'The file was empty');
    await send(
      'photo.jpg',
      Buffer.concat([Buffer.from([0x7f]), Buffer.from('ELF'), Buffer.alloc(200, 2)]).toString('base64'),
    );
    const told = await toldAlone('u-alvin', 'cannot file this kind');
    expect(told.text).toContain('upload page');
  });

  test('a download that DingTalk no longer gives is said, with the way that works', async () => {
    await play.post('faults', { downloadExpired: true });
    await play.post('send', {
      corpId: corp,
      userId: 'u-alvin',
      conversationId: play.chatOf('u-alvin'),
      kind: 'file',
      fileName: 'x.pdf',
      base64: play.samples.pdf.base64,
    });
    await toldAlone('u-alvin', 'no longer hands out');
  });
});

describe('the door', () => {
  const signIn = async (user: string, agent = 'a browser') => {
    const { code } = await play.post<{ code: string }>('auth-code', {
      corpId: corp,
      clientId: 'dingbatonshared',
      userId: user,
    });
    const answer = await fetch(`${baton.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': agent },
      body: JSON.stringify({ way: 'dingtalk', corpId: corp, code }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const me: { csrf: string } = await answer.json();
    return {
      status: answer.status,
      cookie,
      csrf: me.csrf,
      code,
      get: (path: string, as = agent) => fetch(`${baton.url}${path}`, { headers: { cookie, 'user-agent': as } }),
    };
  };

  test('a code of DingTalk opens a session once, bound to the device that used it', async () => {
    const first = await signIn('u-alvin');
    expect(first.status).toBe(200);
    expect((await first.get('/api/work')).status).toBe(200);
    expect((await first.get('/api/work', 'another browser')).status).toBe(401);
    const again = await fetch(`${baton.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ way: 'dingtalk', corpId: corp, code: first.code }),
    });
    expect([again.status, await again.json()]).toMatchObject([401, { code: 'door.login-code' }]);
  });

  test('a change without the csrf token of the session is refused', async () => {
    const { cookie } = await signIn('u-alvin');
    const answer = await fetch(`${baton.url}/api/me/language`, {
      method: 'PUT',
      headers: { cookie, 'user-agent': 'a browser', 'content-type': 'application/json' },
      body: '{"language":"en"}',
    });
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'door.csrf' }]);
  });

  test('a link to another’s draft answers as if there were none, and the try is in the trail', async () => {
    await begin();
    const row = await baton.store.ledger.read((page) => page.referrals.byCode(play.code));
    const cheung = await signIn('u-cheung');
    const [hidden, none] = [
      await cheung.get(`/api/referrals/${row?.referral.id}`),
      await cheung.get('/api/referrals/no-such-referral'),
    ];
    expect([hidden.status, none.status]).toEqual([404, 404]);
    expect((await hidden.json()).code).toBe((await none.json()).code);
    const { rows } = await baton.store.pool.query(
      "select body from happenings where what = 'refused' and referral = $1",
      [row?.referral.id],
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  test('the shell that DingTalk’s servers fetch for a preview says nothing of anybody', async () => {
    const row = await baton.store.ledger.read((page) => page.referrals.byCode(play.code || 'none'));
    const shell = await (await fetch(`${baton.url}/app/r/${row?.referral.id ?? 'x'}`)).text();
    for (const secret of ['CHAN', 'A123456', 'penicillin']) expect(shell).not.toContain(secret);
  });

  test('who leaves the organisation is out at once: session, bot, everything', async () => {
    const ng = await signIn('u-ng');
    expect((await ng.get('/api/work')).status).toBe(200);
    await play.post('user', { corpId: corp, do: 'leave', userId: 'u-ng' });
    expect(
      await play.until('the session to end', async () =>
        (await ng.get('/api/work')).status === 401 ? true : undefined,
      ),
    ).toBe(true);
    await play.post('user', { corpId: corp, do: 'join', userId: 'u-ng' });
  });

  test('health, readiness and figures answer, and hold nothing of a patient', async () => {
    const ready: { ready: boolean } = await (await fetch(`${baton.url}/readyz`)).json();
    expect(ready.ready).toBe(true);
    const metrics = await (await fetch(`${baton.url}/metrics`)).text();
    expect(metrics).toContain('baton_stream_connected');
    for (const secret of ['CHAN', 'A123456', 'penicillin']) expect(metrics).not.toContain(secret);
  });
});
