import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CdsParts, cdsRoutes } from '#src/http/routes/cds.ts';
import { troubles } from '#src/http/troubles.ts';
import { now, safety } from '../../unit/safety/net.ts';

const token = 'a-secret-of-at-least-thirty-two-letters';
const told: string[] = [];
const parts: CdsParts = {
  token,
  safety: () => safety,
  now: () => now,
  onFeedback: (rule, outcome, reason) => told.push(`${rule} ${outcome} ${reason}`),
};

const open: Server[] = [];
async function serve(given: CdsParts): Promise<string> {
  const router = new Router();
  cdsRoutes(router, given);
  const server = createServer(new Koa({}).use(troubles).use(router.routes()).callback());
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let address = '';
beforeAll(async () => {
  address = await serve(parts);
});
afterAll(async () => {
  for (const server of open) await new Promise((resolve) => server.close(resolve));
});

const call = async (path: string, body?: unknown, bearer = token) => {
  const response = await fetch(`${address}${path}`, {
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
};

const medicine = (text: string, more: Record<string, unknown> = {}) => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  medicationCodeableConcept: { text },
  ...more,
});
const bundle = (...resources: unknown[]) => ({
  resourceType: 'Bundle',
  entry: resources.map((resource) => ({ resource })),
});
const prefetch = {
  patient: { resourceType: 'Patient', gender: 'female', birthDate: '1950-01-01' },
  medications: bundle(medicine('Warfarin 3 mg'), medicine('Losartan', { status: 'entered-in-error' })),
  allergies: bundle({
    resourceType: 'AllergyIntolerance',
    code: { coding: [{ system: 'http://snomed.info/sct', code: '91936005', display: 'Penicillin allergy' }] },
    reaction: [{ manifestation: [{ text: 'anaphylaxis' }] }],
  }),
  conditions: bundle({
    resourceType: 'Condition',
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'J45.9' }], text: 'Asthma' },
  }),
  observations: bundle({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
    valueQuantity: { value: 6.9, unit: 'mmol/L' },
    effectiveDateTime: '2026-11-22T10:00:00Z',
  }),
};
const sign = (...drafts: unknown[]) => ({
  hook: 'order-sign',
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  context: { userId: 'Practitioner/1', patientId: '1', draftOrders: bundle(...drafts) },
  prefetch,
});

test('three services are there to be found, each with what it wants sent along', async () => {
  const { status, body } = await call('/cds-services');
  expect(status).toBe(200);
  expect(body.services.map((each: { hook: string }) => each.hook)).toEqual([
    'patient-view',
    'order-select',
    'order-sign',
  ]);
  for (const each of body.services)
    expect(Object.keys(each)).toEqual(['hook', 'id', 'title', 'description', 'prefetch']);
});

test('without a token in the configuration, or with another one, there is no such address', async () => {
  for (const path of ['/cds-services', '/cds-services/baton-safety-sign', '/cds-services/baton-safety-sign/feedback'])
    expect((await call(path, path === '/cds-services' ? undefined : sign(), 'wrong')).status, path).toBe(404);
  const { token: _token, ...without } = parts;
  const closed = await serve(without);
  expect((await fetch(`${closed}/cds-services`, { headers: { authorization: 'Bearer undefined' } })).status).toBe(404);
});

test('an order is told what the order brings, gravest first, with reasons to go on', async () => {
  const { status, body } = await call(
    '/cds-services/baton-safety-sign',
    sign(medicine('扶他林 50 mg', { status: 'draft' }), medicine('Augmentin 1 g', { status: 'draft' })),
  );
  expect(status).toBe(200);
  const [first] = body.cards;
  expect(
    body.cards.map((card: { indicator: string }) => card.indicator).filter((each: string) => each === 'critical'),
  ).toHaveLength(2);
  expect(first).toMatchObject({ indicator: 'critical', source: { topic: { code: 'DDI001' } } });
  expect(first.summary).toContain('diclofenac + warfarin');
  expect(first.overrideReasons.length).toBeGreaterThan(3);
  for (const card of body.cards) expect([...card.summary].length).toBeLessThan(140);
  // The potassium was so before the order, and is not told again at each order.
  expect(JSON.stringify(body.cards)).not.toContain('potassium');
});

test('a chart that is opened is told what stands in it', async () => {
  const { body } = await call('/cds-services/baton-safety-view', {
    hook: 'patient-view',
    hookInstance: 'x',
    context: { patientId: '1' },
    prefetch,
  });
  expect(body.cards[0].summary).toContain('potassium');
});

test('order-select looks at the orders that were picked', async () => {
  const drafts = bundle(medicine('diclofenac', { id: 'a' }), medicine('Augmentin', { id: 'b' }));
  const { body } = await call('/cds-services/baton-safety-select', {
    hook: 'order-select',
    hookInstance: 'x',
    context: { patientId: '1', selections: ['MedicationRequest/a'], draftOrders: drafts },
    prefetch,
  });
  const stops = body.cards.filter((card: { indicator: string }) => card.indicator === 'critical');
  expect(stops.map((card: { source: { topic: { code: string } } }) => card.source.topic.code)).toEqual(['DDI001']);
});

test('what was not sent and what was not recognised is said', async () => {
  const { body } = await call('/cds-services/baton-safety-sign', {
    hook: 'order-sign',
    hookInstance: 'x',
    context: { draftOrders: bundle(medicine('<b>foozumab</b>')) },
    prefetch: null,
  });
  const text = JSON.stringify(body.cards);
  expect(text).toContain('NOT CHECKED');
  expect(text).toContain('allergies was not sent');
  expect(text).not.toContain('<b>');
});

test('feedback is counted by rule and coded reason; what was written beside it is not kept', async () => {
  const { body } = await call('/cds-services/baton-safety-sign', sign(medicine('ibuprofen')));
  const { status } = await call('/cds-services/baton-safety-sign/feedback', {
    feedback: [
      {
        card: body.cards[0].uuid,
        outcome: 'overridden',
        overrideReason: { reason: { code: 'will-monitor' }, userComment: 'Chan Siu Ming' },
        outcomeTimestamp: '2026-11-23T00:00:00Z',
      },
      { card: 'ffffffff-ffff-4fff-bfff-ffffffffffff', outcome: 'accepted' },
    ],
  });
  expect(status).toBe(200);
  expect(told).toEqual(['DDI001 overridden will-monitor']);
});

test.each([
  ['another hook than the service answers', '/cds-services/baton-safety-view', sign(), 400],
  ['a service that is not there', '/cds-services/none', sign(), 404],
  ['no hook', '/cds-services/baton-safety-sign', { context: {} }, 400],
  [
    'strange resources',
    '/cds-services/baton-safety-sign',
    {
      ...sign({ resourceType: 7 }, null, 'x', medicine('')),
      prefetch: { patient: 3, allergies: [], medications: { resourceType: 'Bundle', entry: 'x' } },
    },
    200,
  ],
])('%s is answered plainly', async (_what, path, body, status) => {
  expect((await call(path, body)).status).toBe(status);
});
