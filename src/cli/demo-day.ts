import { handover } from './demo-handover.ts';
import { corp, type DemoPlay, hotlineGroup } from './demo-play.ts';

type Step = { readonly name: string; readonly run: (play: DemoPlay) => Promise<Record<string, unknown>> };

const story =
  'refer CHAN Siu Ming 陳小明 A123456(3) M 1/4/1967. Chest pain 2h, known AF. BP 150/90 HR 98. Troponin 54 ng/L. On warfarin 3mg daily, metformin 500mg bd. Allergic to penicillin (rash). Urgent. Please follow up after the A&E stay.';
/** What must never stand in a text that lights up a lock screen. */
const patientWords = ['CHAN', '陳小明', 'A123456', 'warfarin', 'penicillin', 'Chest pain', 'AF'];

/** Whole words: letters in a row may stand in a code or an id by chance. */
const speaksOfPatient = (text: string): boolean =>
  patientWords.some((word) => new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'u').test(text));

/** The day, step by step, each with its evidence. */
export const daySteps: readonly Step[] = [
  { name: '1 Upload', run: upload },
  { name: '2 Record', run: record },
  { name: '3 Safety', run: safety },
  { name: '4 Consent', run: consent },
  { name: '5 Sign-off', run: signOff },
  { name: '6 Delivery', run: delivery },
  { name: '10 Handover', run: handover },
  { name: '9 Follow-up', run: followUp },
];

async function upload(play: DemoPlay) {
  const { photo, pdf, ecg } = play.samples;
  const from = performance.now();
  const picture = await play.post<{ reachedBot: boolean }>('send', {
    corpId: corp,
    userId: 'u-alvin',
    conversationId: hotlineGroup,
    kind: 'picture',
    fileName: photo.name,
    base64: photo.base64,
    mention: true,
    text: story,
  });
  const { code, id } = await play.until('a draft', async () => {
    const [row] = await play.baton.store.ledger.read((page) => page.referrals.list({ limit: 1 }));
    return row && { code: row.referral.code, id: row.referral.id };
  });
  play.code = code;
  play.referral = id;
  await play.until('the card in the group', () => play.card('u-alvin', 'group'));
  const cardMs = Math.round(performance.now() - from);
  const silent = await play.post<{ reachedBot: boolean; why?: string }>('send', {
    corpId: corp,
    userId: 'u-alvin',
    conversationId: hotlineGroup,
    kind: 'file',
    fileName: pdf.name,
    base64: pdf.base64,
  });
  const direct = await play.post<{ reachedBot: boolean }>('send', {
    corpId: corp,
    userId: 'u-alvin',
    conversationId: play.chatOf('u-alvin'),
    kind: 'file',
    fileName: ecg.name,
    base64: ecg.base64,
  });
  const files = await play.until('three files kept', async () => {
    const all = await play.baton.store.ledger.read((page) => page.uploads.of(id));
    const kept = all.filter(({ state }) => state === 'kept');
    return kept.length >= 3 ? kept : undefined;
  });
  return {
    code,
    'text and photo with a mention reached Baton': picture.reachedBot,
    'card in the group after ms': cardMs,
    'file in the group reached Baton as a message': silent.reachedBot,
    'why not': silent.why,
    'it was found in the group file space all the same': files.some(({ origin }) => origin.way === 'space'),
    'ECG one to one reached Baton': direct.reachedBot,
    'kept, sealed, by content': files.map(
      ({ kind, bytes, sha256 }) => `${kind} ${bytes} bytes sha256 ${sha256?.slice(0, 12)}…`,
    ),
    samples: photo.from,
  };
}

async function record(play: DemoPlay) {
  const card = await play.until("Alvin's own card with what was read", async () => {
    const found = await play.card('u-alvin', 'chat');
    return JSON.stringify(play.blocks(found)).includes('A123456(3)') ? found : undefined;
  });
  const content = await play.baton.store.ledger.read(async (page) => {
    const row = await page.referrals.byCode(play.code);
    return row && page.referrals.content(row.referral);
  });
  const findings = content?.findings ?? [];
  if (findings.length < 6) throw new Error(`only ${findings.length} findings were read`);
  const misplaced = findings.filter(
    ({ source }) =>
      source.span &&
      content?.notes.every(
        ({ text, id }) => id !== source.upload || text.slice(source.span?.[0], source.span?.[1]) !== source.text,
      ),
  );
  if (misplaced.length > 0) throw new Error('a finding does not show where it was read');
  return {
    findings: findings.length,
    'each shows its place in the source': true,
    types: [...new Set(findings.map(({ type }) => type))],
    'shown to Alvin alone': play.blocks(card).filter(({ kind }) => kind === 'fields').length,
    'not sure': findings.filter(({ confidence }) => confidence < 0.8).length,
  };
}

async function safety(play: DemoPlay) {
  const blocks = play.blocks(await play.card('u-alvin', 'chat'));
  const allergy = blocks.find(
    ({ kind, value }) => kind === 'markdown' && typeof value === 'string' && value.includes('penicillin'),
  );
  if (typeof allergy?.value !== 'string' || !allergy.value.includes('common_red1_color'))
    throw new Error('the allergy is not red');
  const again = await play.say('u-alvin', hotlineGroup, 'refer CHAN Siu Ming A123456(3) chest pain follow up', true);
  await play.tell('u-alvin', `add ${play.code} also takes diclofenac 50 mg tds`);
  const stop = await play.until('the red stop on the card', async () => {
    const shown = play.blocks(await play.card('u-alvin', 'chat')).flatMap(({ value }) => rowsIn(value));
    return shown.find(({ label }) => label.includes('STOP'));
  });
  const page = await play.page('u-alvin');
  const { safety: found } = await page.get<{ safety: { alerts: { key: string; tier: string; rule: string }[] } }>(
    `/api/referrals/${play.referral}`,
  );
  const stops = found.alerts.filter(({ tier }) => tier === 'stop');
  for (const { key } of stops)
    await page.post(`/api/referrals/${play.referral}/alerts`, { key, reason: 'will-change' });
  return {
    'the allergy is red and in words': allergy.value.replace(/<[^>]+>|\*/g, ''),
    'a second note about the same patient joined the draft': again.reachedBot,
    'painkiller with anticoagulant, on the card': `${stop.label}: ${stop.value}`,
    'answered with a reason, care goes on': stops.map(({ rule }) => `${rule}: will-change`),
    'other alerts': found.alerts.filter(({ tier }) => tier !== 'stop').length,
  };
}

/** The rows that a viewer sees beside the card's own text, wherever the card keeps them. */
function rowsIn(value: unknown): readonly { readonly label: string; readonly value: string }[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (row): row is { label: string; value: string } =>
      typeof row === 'object' && row !== null && 'label' in row && 'value' in row,
  );
}

async function consent(play: DemoPlay) {
  const early = await play.tell('u-alvin', `status ${play.code}`);
  const tap = await play.press('u-alvin', 'chat', 'Patient agreed (spoken)');
  await confirmDoubtful(play);
  const given = await play.until('the consent', async () => {
    const row = await play.baton.store.ledger.read((page) => page.referrals.byCode(play.code));
    const content = row && (await play.baton.store.ledger.read((page) => page.referrals.content(row.referral)));
    return content?.consent;
  });
  return {
    asked: early.reachedBot,
    'one tap, ms': tap.ms,
    given: given.given,
    how: given.how,
    scope: given.scope,
    by: given.recordedBy,
  };
}

/** What was not sure is looked at by a person before anything is sent. */
async function confirmDoubtful(play: DemoPlay): Promise<void> {
  const blocks = JSON.stringify(play.blocks(await play.card('u-alvin', 'chat')));
  if (blocks.includes('I have checked: it is right'))
    await play.press('u-alvin', 'chat', 'I have checked: it is right');
}

async function signOff(play: DemoPlay) {
  await play.press('u-alvin', 'chat', 'Send for sign-off');
  await play.becomes('awaiting-sign-off');
  const approval = await play.until('the approval in DingTalk', async () => {
    const { approvals } = await play.get<{
      approvals: { processInstanceId: string; status: string; values: { name: string; value: string }[] }[];
    }>(`approvals?corpId=${corp}&userId=u-lam`);
    return approvals[0];
  });
  if (approval.values.some(({ value }) => speaksOfPatient(value)))
    throw new Error('the approval form holds patient data');
  const tap = await play.press('u-lam', 'chat', 'Sign');
  await play.until('the referral to be sent', async () =>
    ['sent', 'delivered', 'opened'].includes(await play.state()) ? true : undefined,
  );
  const settled = await play.until('the approval to follow', async () => {
    const { approvals } = await play.get<{ approvals: { status: string; result: string }[] }>(
      `approvals?corpId=${corp}&userId=u-lam`,
    );
    return approvals[0]?.status === 'COMPLETED' ? approvals[0] : undefined;
  });
  const row = await play.baton.store.ledger.read((page) => page.referrals.byCode(play.code));
  const { signature } = row?.referral ?? {};
  return {
    'approval started for': 'Dr Lam',
    'form without patient data': true,
    'signed on the card, one tap, ms': tap.ms,
    'approval settled as': `${settled.status} ${settled.result}`,
    'signature over': signature?.contentHash,
    key: signature?.keyId,
    at: signature?.at,
  };
}

async function delivery(play: DemoPlay) {
  await play.becomes('delivered');
  const card = await play.until("Dr Cheung's card", () => play.card('u-cheung', 'chat'));
  const pushes = [
    ...(await play.messages('u-cheung', hotlineGroup)),
    ...(await play.messages('u-cheung', play.chatOf('u-cheung'))),
  ].filter(({ pushText, kind }) => pushText !== undefined && ['card', 'markdown', 'actionCard'].includes(kind));
  const leaks = pushes.filter(({ pushText = '', text = '' }) => speaksOfPatient(`${pushText} ${text}`));
  if (leaks.length > 0) throw new Error('a push text holds patient data');
  const before = (await play.messages('u-yip', hotlineGroup)).length;
  await play.hours(5);
  const reminder = await play.until('the reminder that nobody opened it', async () =>
    (await play.messages('u-yip', hotlineGroup))
      .slice(before)
      .find(({ text = '' }) => text.includes(play.code) && text.includes('nobody has opened')),
  );
  const dings = await play
    .until('the DING', async () => {
      const { dings: all } = await play.get<{ dings: { content: string }[] }>(`dings?corpId=${corp}&userId=u-cheung`);
      return all.length > 0 ? all : undefined;
    })
    .catch(() => []);
  await play.read('u-cheung', play.chatOf('u-cheung'));
  await play.becomes('opened');
  await play.press('u-cheung', 'chat', 'Accept');
  await play.becomes('accepted');
  return {
    'push texts without patient data': pushes.length,
    'first push text': card.pushText,
    'reminder after five hours': reminder.text?.split('\n')[0],
    dings: dings.length,
    'opened, by name': 'Dr Cheung',
    accepted: 'Dr Cheung, one tap',
  };
}

async function followUp(play: DemoPlay) {
  await play.tell('u-yip', `book ${play.code} tomorrow 3pm`);
  await play.becomes('booked');
  const { events } = await play.until('the visit in the calendar', async () => {
    const found = await play.get<{ events?: unknown[]; calendar?: unknown[] }>(
      `calendar?corpId=${corp}&userId=u-cheung`,
    );
    const all = found.events ?? found.calendar ?? [];
    return all.length > 0 ? { events: all } : undefined;
  });
  await play.hours(48);
  await play.tell('u-yip', `missed ${play.code}`);
  await play.until('the question before it is done', async () =>
    (await play.messages('u-yip', play.chatOf('u-yip'))).find(
      ({ text = '' }) => text.includes('yes') || text.includes('「是」'),
    ),
  );
  await play.tell('u-yip', 'yes');
  await play.becomes('did-not-attend');
  const told = await play.until('Alvin to be told', async () =>
    (await play.messages('u-alvin', play.chatOf('u-alvin'))).find(
      ({ text = '' }) => text.includes(play.code) && text.includes('did not come'),
    ),
  );
  const todo = await play.until('the to-do of Nurse Yip', async () => {
    const { todos } = await play.get<{ todos: { subject: string }[] }>(`todos?corpId=${corp}&userId=u-yip`);
    return todos[0];
  });
  await play.tell('u-yip', `book ${play.code} tomorrow 10am`);
  await play.becomes('booked');
  await play.hours(30);
  await play.tell('u-yip', `attended ${play.code}`);
  await play.becomes('attended');
  await play.tell('u-cheung', `answer ${play.code} Seen, pain free, warfarin continued, INR in one week.`);
  await play.becomes('answered');
  await play.tell('u-alvin', `close ${play.code}`);
  await play.until('the question before it is closed', async () =>
    (await play.messages('u-alvin', play.chatOf('u-alvin'))).find(
      ({ text = '' }) => text.includes('Close') && text.includes('yes'),
    ),
  );
  await play.tell('u-alvin', 'yes');
  await play.becomes('closed');
  return {
    'booked in words, in the calendar': events.length,
    'did not attend, told': told.text?.split('\n')[0],
    'to-do': todo.subject,
    'new date, attended, answered, closed': true,
  };
}
