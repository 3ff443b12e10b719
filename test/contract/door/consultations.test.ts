import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { consultationShown, consultationsShown } from '#src/contract/consultation.ts';
import { id, type UploadId } from '#src/domain/ids.ts';
import { remindOfQuestions } from '#src/usecases/consultation/remind-of-questions.ts';
import { aConsultedDoor, sent } from '#test/builders/a-consulted-door.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { aHouse, alvin, aPerson, cheung, kwan, lam, ng, twc, yip } from '#test/builders/a-house.ts';
import { noon } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aConsultedDoor>>;
afterEach(() => door.close());

const codeOf = async (answer: Promise<Response>) => {
  const found = await answer;
  return [found.status, ((await found.json()) as { code: string }).code];
};
const toCheung = (text: string) => ({ of: { person: cheung.id }, said: { text } });

test('a question goes to a named colleague, is seen, answered and asked on; each side sees it where it belongs, and the trail holds ids only', async () => {
  door = await aConsultedDoor();
  const asker = await door.at(alvin);
  const asked = consultationShown.parse(await asker.ask(toCheung('Was warfarin stopped before the gastroscopy?')));
  expect(asked.threads).toMatchObject([
    { state: 'asked', mine: true, of: { person: { en: 'Dr cheung' } }, version: 1 },
  ]);

  const doctor = await door.at(cheung);
  const waiting = consultationsShown.parse(await doctor.list());
  expect(waiting.forMe).toMatchObject([
    { code: sent.code, state: 'asked', last: { text: 'Was warfarin stopped before the gastroscopy?' }, overdue: false },
  ]);
  expect(await (await doctor.get('/api/consultations/waiting')).json()).toEqual({ waiting: 1, late: 0 });
  const [question] = (await doctor.thread()).threads;
  expect(question).toMatchObject({ state: 'seen', mayAnswer: true, mayTakeBack: false });
  expect((await asker.list()).asked).toMatchObject([{ state: 'seen', seenBy: { who: { en: 'Dr cheung' } } }]);

  await doctor.say(question?.id ?? '', { said: { text: 'Yes, five days before.' }, version: 1 });
  expect((await asker.list()).answered).toMatchObject([
    { state: 'answered', last: { text: 'Yes, five days before.' } },
  ]);
  expect((await doctor.list()).answered).toHaveLength(1);
  await asker.say(question?.id ?? '', { said: { text: 'And bridged?' }, version: 2 });
  expect((await doctor.list()).forMe).toMatchObject([{ state: 'asked', last: { text: 'And bridged?' }, count: 3 }]);

  const steps = (await door.happened('consultation')).map((one) => one.what === 'consultation' && one.step);
  // One moment on the clock, two chains: only what was done is told here.
  expect(steps.sort()).toEqual(['answered', 'asked', 'asked-again']);
  expect((await door.happened('seen')).length).toBeGreaterThanOrEqual(2);
  const everything = JSON.stringify(await door.store.ledger.read((page) => page.trail.of(sent.id)));
  for (const secret of ['warfarin', 'gastroscopy', 'five days', 'CHAN']) expect(everything).not.toContain(secret);
});

test('what goes out says that a question waits and nothing else, and rings where it presses', async () => {
  door = await aConsultedDoor();
  await (await door.at(alvin)).ask(toCheung('Is he still on clopidogrel?'));
  const out = await door.queued();
  expect(out.map((one) => one.do)).toEqual(['say', 'ding']);
  expect(out[0]).toMatchObject({ person: cheung.id, words: [{ key: 'told.question', with: { code: sent.code } }] });
  expect(JSON.stringify(out)).not.toMatch(/clopidogrel|CHAN|A123456/);
  const rows = await door.store.pool.query<{ sealed: Buffer }>('select sealed from consultation_words');
  expect(rows.rows.every(({ sealed }) => !sealed.includes('clopidogrel'))).toBe(true);
});

test('somebody without leave asks, reads, answers and hears nothing, and cannot tell it from a referral that is not there', async () => {
  const stranger = aPerson('far', 'pyn' as typeof twc, ['consultant']);
  door = await aConsultedDoor(sent, {}, aHouse({ people: [...aHouse().people, stranger] }));
  await (await door.at(alvin)).ask(toCheung('?'));
  const far = await door.at(stranger);
  const gone = '/api/referrals/nowhere/consultation';
  for (const path of [door.path, gone]) {
    expect(await codeOf(far.get(path))).toEqual([404, 'referral.not-found']);
    expect(await codeOf(far.post(path, toCheung('?')))).toEqual([404, 'referral.not-found']);
    expect(await codeOf(far.post(`${path}/any`, { said: { text: 'x' } }))).toEqual([404, 'referral.not-found']);
    expect(await codeOf(far.post(`${path}/any/take-back`, {}))).toEqual([404, 'referral.not-found']);
    expect(await codeOf(far.get(`${path}/words/any/voice`))).toEqual([404, 'referral.not-found']);
  }
  expect(await far.list()).toEqual({ forMe: [], forColleagues: [], asked: [], answered: [] });
  expect((await door.happened('refused')).length).toBeGreaterThan(0);
});

test('only doctors ask, only those who may read it are asked, and nobody asks themselves', async () => {
  door = await aConsultedDoor();
  expect(await codeOf((await door.at(yip)).post(door.path, toCheung('?')))).toEqual([422, 'person.role']);
  const asker = await door.at(alvin);
  for (const of of [{ person: kwan.id }, { person: alvin.id }, { person: 'nobody' }, { side: 'pyn' }])
    expect(await codeOf(asker.post(door.path, { of, said: { text: '?' } }))).toEqual([422, 'consultation.not-askable']);
  const shown = await asker.thread();
  expect(shown.colleagues.map(({ id: who }) => who)).toEqual(['cheung', 'ng', 'yip', 'lam']);
  expect(shown.sides).toMatchObject([{ id: twc }]);
  await door.withdraw();
  // Nobody of the other side could read it any more: they are not offered, and asked all the same they cannot be.
  expect((await asker.thread()).colleagues.map(({ id: who }) => who)).toEqual(['lam']);
  expect(await codeOf(asker.post(door.path, toCheung('?')))).toEqual([422, 'consultation.not-askable']);
});

test('consent withdrawn between question and answer: the one asked finds nothing, and nothing they write is kept', async () => {
  door = await aConsultedDoor();
  const asked = await (await door.at(alvin)).ask(toCheung('Anything against heparin?'));
  const question = asked.threads[0]?.id ?? '';
  const doctor = await door.at(cheung);
  expect((await doctor.list()).forMe).toHaveLength(1);
  await door.withdraw();
  expect(await codeOf(doctor.say(question, { said: { text: 'No.' } }))).toEqual([404, 'referral.not-found']);
  expect(await codeOf(doctor.get(door.path))).toEqual([404, 'referral.not-found']);
  expect(await doctor.list()).toEqual({ forMe: [], forColleagues: [], asked: [], answered: [] });
  expect(await (await doctor.get('/api/consultations/waiting')).json()).toEqual({ waiting: 0, late: 0 });
  expect((await (await door.at(alvin)).thread()).threads[0]?.words).toHaveLength(1);
});

test('two answer at once: one is kept, the other reads it first and says theirs then', async () => {
  door = await aConsultedDoor();
  const asked = await (await door.at(alvin)).ask({ of: { side: twc }, said: { text: 'Which dose?' } });
  const question = asked.threads[0]?.id ?? '';
  const [one, two] = [await door.at(cheung), await door.at(yip)];
  const answers = await Promise.all(
    [one, two].map((each, index) => each.say(question, { said: { text: `dose ${index}` }, version: 1 })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const late = answers[0]?.status === 409 ? one : two;
  const before = await late.thread();
  expect(before.threads[0]?.words).toHaveLength(2);
  const again = await late.say(question, { said: { text: 'another dose' }, version: before.threads[0]?.version });
  expect(again.status).toBe(200);
  expect(consultationShown.parse(await again.json()).threads[0]?.words).toHaveLength(3);
});

test('emoji, right-to-left words and two thousand characters come back as they were; nothing, or more, is refused', async () => {
  door = await aConsultedDoor();
  const asker = await door.at(alvin);
  for (const text of ['👩🏽‍⚕️ ok? 🫀', 'مرحبا، هل توقف الدواء؟', '再問一次：' + '字'.repeat(1_990)]) {
    const { threads } = await asker.ask(toCheung(text));
    expect(threads.at(-1)?.words[0]?.text).toBe(text);
  }
  for (const text of ['', '   ', 'x'.repeat(2_001)])
    expect(await codeOf(asker.post(door.path, toCheung(text)))).toEqual([400, 'door.bad-request']);
  expect(await codeOf(asker.post(door.path, { of: { person: cheung.id } }))).toEqual([422, 'referral.reason-needed']);
});

test('a voice answers; it is heard with leave only, and what no browser records is refused whole', async () => {
  door = await aConsultedDoor();
  const webm = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(400, 7)]);
  const voice = { seconds: 3, peaks: [0, 1], audio: webm.toString('base64') };
  const asked = await (await door.at(alvin)).ask(toCheung('Please tell me.'));
  const question = asked.threads[0]?.id ?? '';
  const doctor = await door.at(cheung);
  const program = { ...voice, audio: Buffer.from('MZ this is a program').toString('base64') };
  expect(await codeOf(doctor.say(question, { said: { voice: program } }))).toEqual([422, 'upload.unreadable-type']);
  const kept = consultationShown.parse(await (await doctor.say(question, { said: { voice } })).json());
  const word = kept.threads[0]?.words.at(-1);
  expect(word).toMatchObject({ voice: { seconds: 3 }, answers: true });
  const path = `${door.path}/words/${word?.id}/voice`;
  const sound = await (await door.at(alvin)).get(path);
  expect(sound.headers.get('content-type')).toBe('audio/webm');
  expect(Buffer.from(await sound.arrayBuffer())).toEqual(webm);
  await door.withdraw();
  expect((await doctor.get(path)).status).toBe(404);
});

test('the asker takes an unanswered question back, twice as once; an answered one stays', async () => {
  door = await aConsultedDoor();
  const asker = await door.at(alvin);
  const question = (await asker.ask(toCheung('?'))).threads[0]?.id ?? '';
  const doctor = await door.at(cheung);
  expect(await codeOf(doctor.post(`${door.path}/${question}/take-back`, {}))).toEqual([403, 'consultation.not-yours']);
  for (const _twice of [1, 2]) expect((await asker.post(`${door.path}/${question}/take-back`, {})).status).toBe(200);
  expect((await door.happened('consultation')).length).toBe(2);
  expect(await codeOf(doctor.say(question, { said: { text: 'x' } }))).toEqual([409, 'consultation.over']);
  expect(await codeOf(doctor.say('no-such', { said: { text: 'x' } }))).toEqual([404, 'consultation.not-found']);
  expect((await doctor.list()).forMe).toEqual([]);
});

test('nobody answers: those asked are reminded once, then the asker hears, and again the next day', async () => {
  door = await aConsultedDoor();
  await (await door.at(alvin)).ask(toCheung('?'));
  const remind = remindOfQuestions({ ...door.parts.world, repeatMinutes: 1_440 });
  expect(await remind()).toEqual([]);
  door.store.clock.pass(30);
  expect(await remind()).toEqual([sent.id]);
  expect(await remind()).toEqual([]);
  door.store.clock.pass(30);
  expect(await remind()).toEqual([sent.id]);
  const keys = (await door.queued()).flatMap((one) => (one.do === 'say' ? [`${one.person} ${one.words[0]?.key}`] : []));
  expect(keys).toEqual([
    `${cheung.id} told.question`,
    `${cheung.id} told.question-waits`,
    `${alvin.id} told.question-unanswered`,
  ]);
  expect((await (await door.at(alvin)).list()).asked).toMatchObject([{ overdue: true }]);
  door.store.clock.pass(1_440);
  await remind();
  expect((await door.happened('consultation')).map((one) => one.what === 'consultation' && one.step)).toEqual([
    'asked',
    'reminded',
    'nobody-answered',
    'nobody-answered',
  ]);
});

test('a colleague of the same place sees what others were asked, and answers for them', async () => {
  door = await aConsultedDoor();
  const question = (await (await door.at(alvin)).ask(toCheung('?'))).threads[0]?.id ?? '';
  const colleague = await door.at(ng);
  expect((await colleague.list()).forColleagues).toHaveLength(1);
  expect((await colleague.say(question, { said: { text: 'For Dr Cheung: yes.' }, version: 1 })).status).toBe(200);
});

test('somebody who left is not offered, cannot be asked, and is not rung; whoever covers is', async () => {
  const people = aHouse().people.map((one) => (one.id === cheung.id ? { ...one, left: true } : one));
  door = await aConsultedDoor(sent, {}, aHouse({ people }));
  const asker = await door.at(alvin);
  expect((await asker.thread()).colleagues.map(({ id: who }) => who)).not.toContain(cheung.id);
  expect(await codeOf(asker.post(door.path, toCheung('?')))).toEqual([422, 'consultation.not-askable']);
  await asker.ask({ of: { side: twc }, said: { text: '?' } });
  expect((await door.queued()).flatMap((one) => (one.do === 'say' ? [one.person] : []))).toEqual([ng.id]);
});

test('words that speak of what a reader is not given are not shown to them, and that something is hidden is said', async () => {
  const hiv = {
    type: 'problem',
    name: 'HIV disease',
    code: 'B24',
    status: 'present',
    confidence: 1,
    source: {},
    whose: 'patient',
  } as const;
  door = await aConsultedDoor(sent, { findings: [hiv] });
  const asker = await door.at(alvin);
  await asker.ask({
    ...toCheung('Does the HIV matter here?'),
    pin: { on: 'finding', type: 'problem', name: 'HIV disease' },
  });
  await asker.ask(toCheung('Would HIV change the dose?'));
  const { threads } = await (await door.at(cheung)).thread();
  expect(threads).toHaveLength(1);
  expect(threads[0]?.words).toMatchObject([{ hidden: true }]);
  expect(JSON.stringify(threads)).not.toContain('HIV');
});

test('a question at a drawing and the thread on the image are one: what is said in either place stands in both', async () => {
  door = await aConsultedDoor();
  const file = id<UploadId>('s1');
  await door.store.files.keep(
    sent.patient,
    file,
    Readable.from([Buffer.from(aCtSlice({ size: 64, index: 0 }))]),
    1_000_000,
  );
  await door.store.ledger.write((page) =>
    page.uploads.add({
      id: file,
      referral: sent.id,
      patient: sent.patient,
      by: alvin.id,
      state: 'filed',
      kind: 'dicom',
      origin: { way: 'page', session: 's' },
      name: 's1',
      at: noon,
    }),
  );
  const asker = await door.at(alvin);
  const images = `/api/referrals/${sent.id}/images/annotations`;
  const pin = { series: 'x', file, frame: 0, kind: 'pin', points: [[10.5, 20.25]] };
  const drawn = (await (await asker.post(images, { ...pin, remark: { text: 'What is this?' } })).json()) as {
    id: string;
  };
  // Said at a drawing, nobody asked by name: it stands in the list all the same.
  expect((await asker.list()).asked).toMatchObject([
    { state: 'open', pin: { on: 'image' }, last: { text: 'What is this?' } },
  ]);

  const asked = await asker.ask({ of: { person: cheung.id }, pin: { on: 'image', annotation: drawn.id } });
  expect(asked.threads).toMatchObject([{ state: 'asked', words: [{ text: 'What is this?', onImage: true }] }]);
  expect(
    await codeOf(asker.post(door.path, { of: { side: twc }, pin: { on: 'image', annotation: drawn.id } })),
  ).toEqual([409, 'referral.changed-meanwhile']);
  const doctor = await door.at(cheung);
  await doctor.post(`${images}/${drawn.id}/remarks`, { text: 'A vessel, seen from its end.' });
  const [thread] = (await asker.thread()).threads;
  expect(thread).toMatchObject({
    state: 'answered',
    words: [{}, { text: 'A vessel, seen from its end.', answers: true }],
  });
  await asker.say(thread?.id ?? '', { said: { text: 'Thank you. Sure?' } });
  const marks = (await (await doctor.get(`/api/referrals/${sent.id}/images/marks`)).json()) as {
    annotations: { remarks: { text: string }[] }[];
  };
  expect(marks.annotations[0]?.remarks.map(({ text }) => text)).toEqual([
    'What is this?',
    'A vessel, seen from its end.',
    'Thank you. Sure?',
  ]);
  expect(await codeOf((await door.at(lam)).post(`${door.path}/${thread?.id}`, { said: { text: 'x' } }))).toEqual([
    403,
    'consultation.not-yours',
  ]);
});

test('a question points at what is there: a finding, a document; what is not there, or not theirs, is refused', async () => {
  door = await aConsultedDoor(sent, {
    findings: [
      { type: 'problem', name: 'atrial fibrillation', status: 'present', confidence: 1, source: {}, whose: 'patient' },
    ],
  });
  const asker = await door.at(alvin);
  const pin = { on: 'finding', type: 'problem', name: 'atrial fibrillation' };
  const { threads, pins } = await asker.ask({ ...toCheung('Since when?'), pin });
  expect(threads[0]?.pin).toEqual(pin);
  expect(pins).toContainEqual(pin);
  for (const wrong of [
    { ...pin, name: 'gout' },
    { on: 'document', upload: 'none' },
    { on: 'image', annotation: 'none' },
  ])
    expect(await codeOf(asker.post(door.path, { ...toCheung('?'), pin: wrong }))).toEqual([404, 'upload.not-found']);
});

test('a case that was withdrawn has nobody to answer: nobody is reminded of its questions any more', async () => {
  door = await aConsultedDoor();
  await (await door.at(alvin)).ask(toCheung('?'));
  const gone = { action: 'cancel', version: sent.version, reason: 'withdrawn', words: 'seen elsewhere' };
  expect((await (await door.at(alvin)).post(`/api/referrals/${sent.id}/actions`, gone)).status).toBe(200);
  door.store.clock.pass(600);
  const remind = remindOfQuestions({ ...door.parts.world, repeatMinutes: 1_440 });
  expect(await remind()).toEqual([]);
  const told = (await door.queued()).flatMap((one) => (one.do === 'say' ? [one.words[0]?.key] : []));
  expect(told).not.toContain('told.question-waits');
});
