import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fileKinds } from '#src/adapters/files/file-kinds.ts';
import { chatTranscribing } from '#src/adapters/transcribing/chat-transcribing.ts';
import { isSure } from '#src/domain/record/finding.ts';
import { Unreachable } from '#src/domain/refused.ts';
import { usualLimits } from '#src/ports/readers.ts';
import type { ReadingRoom } from '#src/ports/reading-room.ts';
import { readingPipeline, readingTools } from '#src/start/reading-tools.ts';
import { transcribingFrom, withTranscripts } from '#src/start/transcribing.ts';

const pipeline = readingPipeline(readingTools(new Date('2026-11-23T04:00:00Z')));
const room: ReadingRoom = {
  read: (file) => pipeline(file, usualLimits),
  open: async (file, depth) => ({
    reports: await pipeline(file, usualLimits, undefined, { depth, inside: [] }),
    inside: [],
    count: 0,
  }),
  more: async () => ({ inside: [], count: 0 }),
  picture: async () => new Uint8Array(),
  sound: async () => new Uint8Array(),
  copy: async () => new Uint8Array(),
  close: async () => undefined,
};
const voice = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(320, 0x3c)]);

let server: Server;
let url = '';
let heard = '';
let answer: () => [status: number, body: string] = () => [200, ''];
beforeAll(async () => {
  server = createServer((request, response) => {
    heard = `${request.method} ${request.url} ${request.headers.authorization ?? ''}\n`;
    request.on('data', (piece: Buffer) => {
      heard += piece.toString('latin1');
    });
    request.on('end', () => {
      const [status, body] = answer();
      if (status === 0) return;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening server on a port has an address object.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
});
beforeEach(() => {
  heard = '';
});

const named = () => ({ BATON_TRANSCRIBING_URL: url, BATON_TRANSCRIBING_MODEL: 'whisper', BATON_TRANSCRIBING_KEY: 'k' });
const open = (mayGo: () => void = () => undefined) =>
  withTranscripts(room, transcribingFrom(named(), mayGo), fileKinds).open(
    { name: 'CHAN Siu Ming.amr', bytes: voice },
    0,
  );

test('without a name in the environment nothing is transcribed, and the recording waits for ears', async () => {
  expect(
    withTranscripts(
      room,
      transcribingFrom({}, () => undefined),
      fileKinds,
    ),
  ).toBe(room);
  expect((await room.open({ name: 'a.amr', bytes: voice }, 0)).reports).toMatchObject([
    { kind: 'audio', findings: [], warnings: [{ code: 'sound.not-transcribed' }] },
  ]);
});

test('what it heard is read with its place in the words, is marked as heard, and none of it is sure', async () => {
  answer = () => [200, JSON.stringify({ text: 'Takes warfarin 3 mg daily. Allergic to penicillin, rash.' })];
  const [report] = (await open()).reports;
  expect(report).toMatchObject({ kind: 'audio', subkind: 'transcript', outcome: 'unsure' });
  expect(report?.warnings.map(({ code }) => code)).toContain('sound.machine-heard');
  const warfarin = report?.findings.find(({ type }) => type === 'medication');
  expect(warfarin).toMatchObject({ name: 'warfarin', dose: '3 mg' });
  const [from = 0, to = 0] = warfarin?.source.span ?? [];
  expect(report && 'text' in report && report.text?.slice(from, to)).toContain('warfarin');
  expect(report?.findings.some(isSure)).toBe(false);
  expect(heard).toMatch(/^POST \/v1\/audio\/transcriptions Bearer k/u);
  expect(heard).toContain('#!AMR');
  // The file goes without the name it came with.
  expect(heard).not.toContain('CHAN');
});

test('a recording goes to nobody who is not on the register of processors', async () => {
  const away = open(() => {
    throw new Unreachable('processor.not-registered', 'Not there');
  });
  await expect(away).rejects.toMatchObject({ code: 'processor.not-registered' });
  expect(heard).toBe('');
});

test('a transcriber that is away or slow is asked again later; one that does not take such sound leaves it to ears', async () => {
  answer = () => [503, ''];
  await expect(open()).rejects.toBeInstanceOf(Unreachable);
  answer = () => [0, ''];
  const slow = chatTranscribing({ url, model: 'm', timeoutMs: 100 });
  await expect(slow.transcribe(voice, 'audio/amr')).rejects.toBeInstanceOf(Unreachable);
  answer = () => [415, '{}'];
  expect((await open()).reports).toMatchObject([{ kind: 'audio', findings: [] }]);
  answer = () => [200, '<html>'];
  expect((await open()).reports).toMatchObject([{ kind: 'audio', findings: [] }]);
});

test('an address that is neither https nor on this machine is refused', () => {
  for (const wrong of ['http://model.example/v1', 'ftp://127.0.0.1/v1'])
    expect(() => chatTranscribing({ url: wrong, model: 'm' })).toThrow(/https/u);
});
