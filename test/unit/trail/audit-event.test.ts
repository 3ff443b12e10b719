import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runBreach } from '#src/cli/breach.ts';
import { runExport } from '#src/cli/export.ts';
import type { Happening } from '#src/domain/happening.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { auditEvent } from '#src/domain/trail/audit-event.ts';
import { canonical } from '#src/domain/trail/canonical.ts';
import { alvin, tmh } from '#test/builders/a-house.ts';
import { noon } from '#test/builders/a-referral.ts';
import { aTrail } from '#test/builders/a-trail.ts';

const dir = mkdtempSync(join(tmpdir(), 'baton-audit-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const common = { at: noon, institution: tmh, patient: id<PatientId>('p1'), referral: id<ReferralId>('r1') };
const opened: Happening = { ...common, what: 'record-opened', by: { person: alvin.id }, ground: 'emergency' };

/** What FHIR R4 demands of every AuditEvent, and BALP of each agent and entity. */
function holds(event: unknown): void {
  expect(event).toMatchObject({
    resourceType: 'AuditEvent',
    meta: { profile: [expect.stringContaining('IHE.BasicAudit')] },
    type: { system: expect.stringMatching(/^http/), code: expect.any(String) },
    action: expect.stringMatching(/^[CRUDE]$/),
    recorded: expect.stringMatching(/Z$/),
    outcome: expect.stringMatching(/^(0|4|8|12)$/),
    source: { observer: expect.any(Object) },
  });
  const { agent, entity } = event as { agent: { requestor: boolean; who: unknown }[]; entity: { what: unknown }[] };
  expect(agent.filter(({ requestor }) => requestor)).toHaveLength(1);
  expect(agent.every(({ who }) => who !== undefined)).toBe(true);
  expect(entity.every(({ what }) => what !== undefined)).toBe(true);
}

test('a look is a patient read with its purpose, its patient and its place in the chain', () => {
  const event = auditEvent({ chain: tmh, seq: 7, link: 'ab', happening: opened });
  holds(event);
  expect(event).toMatchObject({
    id: 'tmh-7',
    action: 'R',
    purposeOfEvent: [{ coding: [{ code: 'ETREAT' }] }],
    entity: [{ role: { code: '1' } }, { role: { code: '4' } }, { detail: [{ type: 'link', valueString: 'ab' }] }],
  });
});

test('refusals fail, searches are queries, what Baton does by itself has Baton as requestor', () => {
  const at = (happening: Happening) => auditEvent({ chain: tmh, seq: 1, link: '', happening });
  const refused = at({ ...common, what: 'refused', deed: 'open', code: 'consent.scope', by: { person: alvin.id } });
  const searched = at({ at: noon, institution: tmh, what: 'record-searched', by: { person: alvin.id } });
  const told = at({ ...common, what: 'told', whom: 'u', how: 'card', about: 'x', by: { baton: 'delivery' } });
  for (const event of [refused, searched, told]) holds(event);
  expect(refused).toMatchObject({ outcome: '4', outcomeDesc: 'consent.scope' });
  expect(searched).toMatchObject({ action: 'E', subtype: [{ code: 'search' }, { code: 'record-searched' }] });
  expect(told).toMatchObject({ agent: [{ requestor: true }] });
});

const file = join(dir, 'trail.jsonl');
const body = (chain: string, seq: number): string =>
  canonical({ ...opened, institution: chain, patient: `p${seq % 2}`, referral: `r${seq}` });

test('an exported trail becomes one event a line, or one bundle; a broken one becomes nothing', async () => {
  writeFileSync(file, `${[...aTrail({ tmh: 5, twc: 2 }, { body })].join('\n')}\n`);
  const { exit, text } = await runExport(file, { audit: true });
  expect(exit).toBe(0);
  expect(text.split('\n')).toHaveLength(7);
  for (const line of text.split('\n')) holds(JSON.parse(line));
  const out = join(dir, 'bundle.json');
  expect(await runExport(file, { audit: true, bundle: true, out })).toMatchObject({ exit: 0, out: { events: 7 } });
  expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
  writeFileSync(join(dir, 'bad.jsonl'), readFileSync(file, 'utf8').replace('alvin', 'alvim'));
  expect(await runExport(join(dir, 'bad.jsonl'), { audit: true })).toMatchObject({
    exit: 1,
    out: { code: 'trail.broken' },
  });
  expect(await runExport(join(dir, 'none'), { audit: true })).toMatchObject({ exit: 2 });
  expect(await runExport(file, {})).toMatchObject({ exit: 2 });
});

test('the drill on an exported trail: patients, what was read, and the draft', async () => {
  expect(await runBreach(file, { person: 'alvin', entries: 'tmh:1, tmh:2,tmh:3' })).toMatchObject({
    exit: 0,
    out: { reach: { entries: 3, patients: [{ patient: 'p0' }, { patient: 'p1', referrals: ['r1', 'r3'] }] } },
    text: expect.stringContaining('number: 2'),
  });
  expect(await runBreach(file, { from: '2027-01-01' })).toMatchObject({ out: { reach: { entries: 0 } } });
  expect(await runBreach(file, { from: 'yesterday-ish' })).toMatchObject({ exit: 2 });
});
