import { join } from 'node:path';
import { type Knowledge, loadKnowledge } from '#config/knowledge.ts';
import { loadSafetyTables } from '#config/safety.ts';
import { loadSafetyChanges } from '#config/safety-changes.ts';
import { BadCase } from '#src/domain/safety/bad-case.ts';
import { caseOfContent } from '#src/domain/safety/case-of-content.ts';
import { checkSafety } from '#src/domain/safety/check.ts';
import { compileSafety, type Safety } from '#src/domain/safety/compile.ts';
import { withChanges } from '#src/domain/safety/institution.ts';
import { readCase } from '#src/domain/safety/read-case.ts';
import type { SafetyNet } from '#src/ports/safety.ts';

/**
 * The rules of this configuration, by institution: loaded, checked and indexed once, and once more on a new day where an institution has its own word on them,
 * because a silence ends. Refuses to start on a table that cannot be right.
 */
export function openSafety(configDir: string): (at: string | undefined, now: Date) => Safety {
  const knowledge: Knowledge = loadKnowledge(join(configDir, 'knowledge'));
  const tables = loadSafetyTables(knowledge, join(configDir, 'knowledge', 'safety'));
  const changes = loadSafetyChanges(knowledge, tables, join(configDir, 'knowledge', 'institutions'));
  const base = compileSafety(knowledge, tables);
  const own = new Map<string, { readonly day: string; readonly safety: Safety }>();
  return (at, now) => {
    const said = changes.filter(({ institution }) => institution === at);
    if (at === undefined || said.length === 0) return base;
    const day = now.toISOString().slice(0, 10);
    const before = own.get(at);
    if (before?.day === day) return before.safety;
    const changed = said.reduce((rules: Safety['tables'], each) => withChanges(rules, each, day), tables);
    const safety = compileSafety(knowledge, changed, base.lexicon);
    own.set(at, { day, safety });
    return safety;
  };
}

/** The safety net over the rules of this configuration. */
export function safetyNet(configDir: string): SafetyNet {
  const safetyAt = openSafety(configDir);
  return {
    version: safetyAt(undefined, new Date(0)).tables.version,
    check: (content, now, at) => {
      const safety = safetyAt(at, now);
      try {
        return checkSafety(safety, readCase(safety, caseOfContent(content, now), now));
      } catch (error) {
        if (!(error instanceof BadCase)) throw error;
        // A record that cannot be read as a case (a list too long to be one patient's) is not checked, and says so.
        return { alerts: [], unrecognised: [], unknown: [error.message] };
      }
    },
  };
}
