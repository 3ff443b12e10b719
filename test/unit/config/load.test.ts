import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig, secretFrom } from '#config/load.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'baton-config-'));
  cpSync('config', dir, { recursive: true, filter: (path) => !path.endsWith('.ts') });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const change = (file: string, from: string, to: string) =>
  writeFileSync(join(dir, file), readFileSync(join(dir, file), 'utf8').replace(from, to));
const fault = (env = {}): string => {
  try {
    loadConfig(dir, env);
    return 'accepted';
  } catch (error) {
    return String(error);
  }
};

test('the configuration that comes with Baton is whole', () => {
  expect(fault()).toBe('accepted');
});

test('an unknown key is named with its file and path, and the nearest key is offered', () => {
  change('hotlines.yaml', 'receivers: [cheung]', 'recievers: [cheung]');
  const words = fault();
  expect(words).toContain('hotlines.yaml at hotlines.0.recievers');
  expect(words).toContain('did you mean "receivers"?');
});

test('a wrong word is shown with the allowed ones and the nearest', () => {
  change('people.yaml', 'roles: [consultant]', 'roles: [consultnat]');
  expect(fault()).toMatch(
    /people\.yaml at people\.1\.works\.0\.roles\.0: found "consultnat"; allowed: clinician, consultant.*did you mean "consultant"/,
  );
});

test('a person nobody knows is found before the first patient is', () => {
  change('institutions.yaml', 'signers: [lam]', 'signers: [lamm]');
  expect(fault()).toMatch(/institutions\.yaml at institutions\.0\.signers: found "lamm".*did you mean "lam"/);
});

test('text that is no YAML is named with its line', () => {
  change('retention.yaml', 'inboxKeys: 30', 'inboxKeys: [30');
  expect(fault()).toMatch(/retention\.yaml: found text that is not YAML at line \d+/);
});

test('a label longer than DingTalk allows is refused here and not by DingTalk', () => {
  change('approval.yaml', 'label: Urgency', 'label: Urgency of this referral');
  expect(fault()).toContain('at most 20 characters');
});

test('organisation ids come from the environment, secrets never from the files', () => {
  expect(loadConfig(dir, { BATON_SHARED_CORP_ID: 'dingreal' }).tenants.tenants[0]?.corpId).toBe('dingreal');
  writeFileSync(join(dir, 'secret'), ' s3cret \n');
  expect(secretFrom({ X_FILE: join(dir, 'secret') }, 'X')).toBe('s3cret');
  expect(secretFrom({ X: 'plain' }, 'X')).toBe('plain');
  expect(secretFrom({}, 'X')).toBeUndefined();
});
