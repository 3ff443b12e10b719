import { loadKnowledge } from '#config/knowledge.ts';
import { loadSafetyTables } from '#config/safety.ts';
import { checkSafety, type SafetyAnswer } from '#src/domain/safety/check.ts';
import { compileSafety } from '#src/domain/safety/compile.ts';
import { readCase } from '#src/domain/safety/read-case.ts';

export const now = new Date('2026-11-23T00:00:00Z');
export const knowledge = loadKnowledge();
export const tables = loadSafetyTables(knowledge);
export const safety = compileSafety(knowledge, tables);

export const check = (given: unknown): SafetyAnswer => checkSafety(safety, readCase(safety, given, now));

/** The alerts of one tier by what they are about. */
export const about = ({ alerts }: SafetyAnswer, tier: 'stop' | 'caution' | 'note'): string[] =>
  alerts.filter((alert) => alert.tier === tier).map((alert) => alert.subjects.join('+'));
