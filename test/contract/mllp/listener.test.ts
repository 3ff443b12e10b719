import { createConnection, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Frames, framed } from '#src/adapters/mllp/frames.ts';
import { listenMllp } from '#src/adapters/mllp/listener.ts';
import { headOf } from '#src/domain/intake/acknowledgement.ts';
import { sendersFrom } from '#src/start/mllp.ts';
import { takeMessage } from '#src/usecases/uploading/take-message.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';
import { silent } from '#test/builders/silent.ts';

const message = (hkid: string, facility = 'KWH', control = '42') =>
  [
    `MSH|^~\\&|LIS|${facility}|BATON|TMH|20261123093000||ORU^R01^ORU_R01|${control}|P|2.5.1`,
    `PID|1||${hkid}^^^HK^NI||CHAN^SIU MING||19670401|M`,
    'OBR|1|||24323-8^Panel^LN',
    'OBX|1|NM|2823-3^Potassium^LN||5.9|mmol/L|3.5-5.0|H|||F',
    '',
  ].join('\r');
const msa = (answer: string) => /MSA\|(\w\w)\|([^|]*)\|([^\r]*)/u.exec(answer)?.slice(1, 4);

describe('frames', () => {
  test('a message in pieces is one, two in one piece are two, and noise between them is dropped', () => {
    const frames = new Frames(1000);
    const [one, two] = [framed('MSH|one'), framed('MSH|two')];
    const all = Buffer.concat([Buffer.from('noise'), one, Buffer.from('\r\n'), two]);
    const got: string[] = [];
    for (const byte of all) {
      const messages = frames.push(Buffer.from([byte]));
      if (messages !== 'too-large') got.push(...messages.map((each) => Buffer.from(each).toString()));
    }
    expect(got).toEqual(['MSH|one', 'MSH|two']);
    expect(new Frames(1000).push(all)).toHaveLength(2);
  });

  test('a message without an end is not held for ever', () => {
    expect(new Frames(100).push(Buffer.concat([Buffer.from([0x0b]), Buffer.alloc(200, 65)]))).toBe('too-large');
  });
});

describe('a system that sends over a socket', () => {
  const { id: referral, patient } = aReferral();
  const content = aContent({ identity: { nameEn: 'CHAN Siu Ming', hkid: 'A123456(3)', hkidValid: true } });
  let door: Awaited<ReturnType<typeof aDoor>>;
  let listening: Awaited<ReturnType<typeof listenMllp>>;
  let socket: Socket;

  beforeEach(async () => {
    door = await aDoor();
    await door.store.ledger.write(async (page) => {
      await page.patients.add(patient, content.identity);
      await page.referrals.add(aReferral(), content, undefined, undefined);
    });
    const settings = { host: '127.0.0.1', port: 0, limitBytes: 100_000, idleMs: 60_000, connections: 2 };
    listening = await listenMllp(
      settings,
      takeMessage({ ...door.parts.uploads, log: silent }, sendersFrom(`KWH/LIS=${alvin.id}`, door.parts.world.house)),
    );
    socket = createConnection(listening.port, '127.0.0.1');
    // A connection that the other side ends is what one test is about.
    socket.on('error', () => undefined);
  });
  afterEach(async () => {
    socket.destroy();
    await listening.close();
    await door.close();
  });

  async function send(words: string): Promise<string> {
    const answer = new Promise<string>((resolve, reject) => {
      let held = '';
      const hear = (bytes: Buffer | string) => {
        held += bytes.toString();
        if (!held.endsWith('\u001c\r')) return;
        socket.off('data', hear);
        resolve(held);
      };
      socket.on('data', hear);
      socket.once('close', () => reject(new Error('closed')));
    });
    socket.write(framed(words));
    return answer;
  }
  const uploads = () => door.store.ledger.read((page) => page.uploads.of(referral));

  test('a known sender about a patient with a draft: kept once, answered AA each time', async () => {
    for (let time = 0; time < 2; time += 1) expect(msa(await send(message('A123456(3)')))).toEqual(['AA', '42', '']);
    const kept = await uploads();
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({ kind: 'hl7', by: alvin.id });
  });

  test('a stranger, an unknown patient, two patients in one message and no message at all are refused alike', async () => {
    const words = [
      message('A123456(3)', 'ELSEWHERE'),
      message('G123456(A)'),
      `${message('A123456(3)')}PID|2||G123456(A)^^^HK^NI||WONG^KA YAN\r`,
      'hello',
    ];
    for (const each of words) {
      const answer = await send(each);
      expect([msa(answer)?.[0], msa(answer)?.[2]]).toEqual(['AR', 'not taken']);
      expect(answer).not.toMatch(/CHAN|A123456|WONG/u);
    }
    expect(await uploads()).toEqual([]);
  });

  test('a message beyond the limit ends the connection', async () => {
    await expect(send(`MSH|${'x'.repeat(200_000)}`)).rejects.toThrow('closed');
  });
});

test('a sender without a person of the house is refused at start', async () => {
  const door = await aDoor();
  expect(() => sendersFrom('KWH=nobody-here', door.parts.world.house)).toThrow('BATON_MLLP_SENDERS');
  await door.close();
});

test('the head of a message is read with whatever marks it brings', () => {
  expect(headOf('MSH#*~\\&#LIS#KWH#B#T#2026##ORU*R01#7#P#2.3\rPID#1##A123456(3)*x~H1##')).toMatchObject({
    application: 'LIS',
    facility: 'KWH',
    control: '7',
    event: 'R01',
    patients: [['A123456(3)', 'H1']],
  });
  expect(headOf('PID|1')).toBeUndefined();
});
