import sharp from 'sharp';
import { daySteps } from '#src/cli/demo-day.ts';
import { corp, type DemoPlay, hotlineGroup } from '#src/cli/demo-play.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { draw } from '#test/builders/a-paper.ts';
import { aZip } from '#test/builders/a-zip.ts';

const story =
  'refer CHAN Siu Ming 陳小明 A123456(3) M 1/4/1967. Chest pain 2h, known AF. BP 150/90 HR 98. Troponin 54 ng/L. On warfarin 3mg daily, metformin 500mg bd. Allergic to penicillin (rash). Urgent. Please follow up after the A&E stay.';

const report = [
  'TUEN MUN HOSPITAL   LABORATORY REPORT',
  'Name: CHAN Siu Ming   陳小明',
  'HKID: A123456(3)   Sex: M   Date of birth: 01/04/1967',
  'Specimen collected: 22/11/2026 08:10',
  'Test            Result     Unit       Reference',
  'Creatinine      110        umol/L     62 - 106',
  'Potassium       5.6        mmol/L     3.5 - 5.1',
  'Troponin T      54         ng/L       < 14',
  'Haemoglobin     13.2       g/dL       13.0 - 17.0',
];

/** An invented laboratory report as a photograph. */
async function photograph(): Promise<string> {
  const ink = report.map((text, row) => ({ text, x: 50, y: 50 + row * 50, size: 15 }));
  const { data, ...raw } = await draw({ width: 595, height: 560, rules: [], ink }, 150);
  return (await sharp(data, { raw }).jpeg({ quality: 85 }).toBuffer()).toString('base64');
}

const send = (play: DemoPlay, user: string, kind: string, fileName: string, base64: string) =>
  play.post('send', { corpId: corp, userId: user, conversationId: play.chatOf(user), kind, fileName, base64 });

/** Dr Ho tells of a patient in the hotline and sends what he has. */
export async function upload(play: DemoPlay): Promise<void> {
  await play.say('u-alvin', hotlineGroup, story, true);
  await play.until('a draft', async () => {
    const [row] = await play.baton.store.ledger.read((page) => page.referrals.list({ limit: 1 }));
    if (!row) return undefined;
    play.code = row.referral.code;
    play.referral = row.referral.id;
    return row;
  });
  await play.until("Alvin's own card", () => play.card('u-alvin', 'chat'));
  await send(play, 'u-alvin', 'picture', 'bloods.jpg', await photograph());
  const slices = Array.from({ length: 24 }, (_, index) => [`ct/${index}.dcm`, aCtSlice({ size: 192, index })] as const);
  await send(play, 'u-alvin', 'file', 'ct.zip', aZip(slices).toString('base64'));
  await settled(play, 25, 60_000);
}

/** Until so many files of the referral were read, or a while has passed. */
async function settled(play: DemoPlay, files: number, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    const found = await play.baton.store.ledger.read((page) => page.readings.of(play.referral as never));
    if (found.length >= files) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

const step = (wanted: string) => async (play: DemoPlay) => {
  const found = daySteps.find(({ name }) => name.includes(wanted));
  await found?.run(play);
};
export const safety = step('Safety');
export const consent = step('Consent');
export const followUp = step('Follow-up');

export async function askSignOff(play: DemoPlay): Promise<void> {
  await play.press('u-alvin', 'chat', 'Send for sign-off');
  await play.becomes('awaiting-sign-off');
}

export async function sign(play: DemoPlay): Promise<void> {
  await play.press('u-lam', 'chat', 'Sign');
  await play.becomes('delivered');
}

/** Dr Cheung opens it, accepts it, draws on the CT and is asked a question. */
export async function receive(play: DemoPlay): Promise<void> {
  await play.read('u-cheung', play.chatOf('u-cheung'));
  await play.becomes('opened');
  await play.press('u-cheung', 'chat', 'Accept');
  await play.becomes('accepted');
  const lam = await play.page('u-lam');
  await lam.post(`/api/referrals/${play.referral}/consultation`, {
    of: { person: 'cheung' },
    said: { text: 'Is the warfarin dose still 3 mg, and when was the last INR?' },
  });
  await play.tell('u-yip', `book ${play.code} tomorrow 3pm`);
  await play.becomes('booked');
}

/** Somebody else asks for an emergency look, a patient asks who looked, and a second referral is overdue. */
export async function office(play: DemoPlay): Promise<void> {
  const kwan = await play.page('u-kwan');
  await kwan.post('/api/privacy/requests', {
    referral: play.code,
    kind: 'who-looked',
    from: 'patient',
    words: 'Who opened my record, and why?',
  });
  await play.say(
    'u-alvin',
    hotlineGroup,
    'refer LEE Wai Ling 李慧玲 G123456(A) F 2/3/1950. Palpitations for a week, known hypertension. On amlodipine 5mg daily. NKDA. Routine.',
    true,
  );
}
