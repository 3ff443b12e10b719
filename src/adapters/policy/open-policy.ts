import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CheckParseAnswer,
  checkParseSchema,
  type DetailedError,
  getValidRequestEnvsPolicy,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { Judge } from '#src/domain/access/question.ts';
import type { Ground } from '#src/domain/happening.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Policy, Rule } from '#src/ports/policy.ts';
import { callOf } from './policy-call.ts';
import { brokenProbes } from './probes.ts';

/** One text of the folder `config/policy`. */
export type PolicyText = { readonly file: string; readonly text: string };

/**
 * Reads the rules of a folder. Refuses `policy.unreadable` with file, line and reason when one cannot be parsed, has no name of its own, or speaks of
 * something the schema does not know; and `policy.locks-out` when the probes show that care would stand still or that everything would lie open.
 */
export function openPolicy(folder: string): Policy {
  let names: readonly string[];
  try {
    names = readdirSync(folder)
      .filter((name) => /\.(cedar|cedarschema)$/.test(name))
      .sort();
  } catch (cause) {
    throw unreadable(
      folder,
      1,
      `no such folder (${cause instanceof Error && 'code' in cause ? cause.code : 'unreadable'})`,
    );
  }
  return policyFrom(names.map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })));
}

/** The same from texts in hand. */
export function policyFrom(texts: readonly PolicyText[]): Policy {
  const schema = schemaOf(texts);
  const rules = texts.filter(({ file }) => file.endsWith('.cedar')).flatMap(rulesOf);
  if (rules.length === 0) throw unreadable('', 1, 'there is not one rule: everything would be refused');
  for (const rule of rules) {
    const twin = rules.find((other) => other !== rule && other.id === rule.id);
    if (twin) throw unreadable(rule.file, rule.line, `the rule "${rule.id}" stands in ${twin.file} too`);
  }
  check(schema, rules);
  const judge = judgeBy(schema.text, rules);
  const broken = brokenProbes(judge);
  if (broken.length > 0)
    throw new Refused(
      'policy.locks-out',
      `The rules of config/policy would not work:\n${broken.map((one) => `  ${one}`).join('\n')}`,
      { count: broken.length },
    );
  return { judge, rules: rules.map(({ id, says, effect, file, line }) => ({ id, says, effect, file, line })) };
}

type ReadRule = Rule & {
  readonly text: string;
  readonly from: number;
  readonly whole: string;
  readonly ground?: Ground;
};

function schemaOf(texts: readonly PolicyText[]): PolicyText {
  const [schema, second] = texts.filter(({ file }) => file.endsWith('.cedarschema'));
  if (!schema) throw unreadable('schema.cedarschema', 1, 'no such file');
  if (second) throw unreadable(second.file, 1, 'a second schema; there is one');
  const read = checkParseSchema(schema.text);
  if (read.type === 'failure') throw faultIn(schema, read.errors[0]);
  return schema;
}

function rulesOf(source: PolicyText): readonly ReadRule[] {
  const parts = policySetTextToParts(source.text);
  if (parts.type === 'failure') throw faultIn(source, parts.errors[0]);
  if (parts.policy_templates.length > 0) throw unreadable(source.file, 1, 'templates are not used here');
  return parts.policies.map((text) => {
    const from = source.text.indexOf(text);
    const line = lineAt(source.text, from);
    const read = policyToJson(text);
    if (read.type === 'failure') throw faultIn(source, read.errors[0], from);
    const { id, says, ground } = read.json.annotations ?? {};
    if (!id || !says) throw unreadable(source.file, line, 'a rule needs @id("…") and one sentence in @says("…")');
    return {
      id,
      says,
      effect: read.json.effect,
      file: source.file,
      line,
      text,
      from,
      whole: source.text,
      ...(ground ? { ground: groundOf(ground, source.file, line) } : {}),
    };
  });
}

const knownGrounds: readonly Ground[] = ['author', 'treating', 'consented', 'emergency', 'duty'];

function groundOf(word: string, file: string, line: number): Ground {
  const found = knownGrounds.find((one) => one === word);
  if (!found) throw unreadable(file, line, `@ground("${word}") is none of ${knownGrounds.join(', ')}`);
  return found;
}

function check(schema: PolicyText, rules: readonly ReadRule[]): void {
  const answer = validate({ schema: schema.text, policies: { staticPolicies: setOf(rules) } });
  if (answer.type === 'failure') throw faultIn(schema, answer.errors[0]);
  const [first] = answer.validationErrors;
  if (!first) return;
  const rule = rules.find(({ id }) => id === first.policyId);
  if (!rule) throw unreadable('', 1, first.error.message);
  throw faultIn({ file: rule.file, text: rule.whole }, first.error, rule.from);
}

const setOf = (rules: readonly ReadRule[]): Record<string, string> =>
  Object.fromEntries(rules.map(({ id, text }) => [id, text]));

/**
 * Anything but success and allow is a no: a failure to decide never opens a record. Each action has a set of only the rules that can speak of it, which
 * decides the same in a third of the time.
 */
function judgeBy(schema: string, rules: readonly ReadRule[]): Judge {
  // The library keeps what was parsed under a name for the whole process; the name is that of the text.
  const name = createHash('sha256')
    .update(schema)
    .update(JSON.stringify(setOf(rules)))
    .digest('base64url');
  must(preparseSchema(name, schema));
  const actionsOf = new Map(rules.map((rule) => [rule.id, actionsIn(rule, schema)]));
  const setFor = new Map<string, string>();
  for (const action of new Set([...actionsOf.values()].flat())) {
    const speaking = rules.filter(({ id }) => actionsOf.get(id)?.includes(action));
    must(preparsePolicySet(`${name} ${action}`, { staticPolicies: setOf(speaking) }));
    setFor.set(action, `${name} ${action}`);
  }
  const groundBy = new Map(rules.flatMap(({ id, ground }) => (ground ? [[id, ground] as const] : [])));
  return (question) => {
    const preparsedPolicySetId = setFor.get(question.action);
    if (!preparsedPolicySetId) return { allowed: false, by: [] };
    const answer = statefulIsAuthorized({
      ...callOf(question),
      preparsedSchemaName: name,
      preparsedPolicySetId,
      validateRequest: true,
    });
    if (answer.type !== 'success') return { allowed: false, by: [] };
    const { decision, diagnostics } = answer.response;
    if (decision !== 'allow' || diagnostics.errors.length > 0) return { allowed: false, by: diagnostics.reason };
    const by = [...diagnostics.reason].sort();
    const grounds = by.map((id) => groundBy.get(id));
    const ground = knownGrounds.find((one) => grounds.includes(one));
    return { allowed: true, by, ...(ground ? { ground } : {}) };
  };
}

/** The actions a rule can speak of, as the schema has them. */
function actionsIn({ text, file, line }: ReadRule, schema: string): readonly string[] {
  const envs = getValidRequestEnvsPolicy(text, schema);
  if (envs.type === 'failure') throw unreadable(file, line, envs.error);
  if (envs.actions.length === 0) throw unreadable(file, line, 'this rule can never apply to anything');
  return envs.actions.map((action) => /^Action::"(.+)"$/.exec(action)?.[1] ?? action);
}

function must(answer: CheckParseAnswer): void {
  if (answer.type === 'failure') throw unreadable('', 1, answer.errors[0]?.message ?? 'it cannot be read');
}

function faultIn({ file, text }: PolicyText, error: DetailedError | undefined, from = 0): Refused {
  const [where] = error?.sourceLocations ?? [];
  const says = [error?.message, where?.label].filter(Boolean).join(': ') || 'it cannot be read';
  return unreadable(file, lineAt(text, from + (where ? byteToIndex(text.slice(from), where.start) : 0)), says);
}

const unreadable = (file: string, line: number, reason: string): Refused =>
  new Refused('policy.unreadable', `config/policy/${file} line ${line}: ${reason}`, { file, line, reason });

const lineAt = (text: string, index: number): number => text.slice(0, Math.max(0, index)).split('\n').length;

/** The library counts in bytes. */
const byteToIndex = (text: string, bytes: number): number =>
  Buffer.from(text, 'utf8').subarray(0, bytes).toString('utf8').length;
