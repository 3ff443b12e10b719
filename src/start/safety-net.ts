import { join } from 'node:path';
import { loadKnowledge } from '#config/knowledge.ts';
import { loadSafetyTables } from '#config/safety.ts';
import { BadCase } from '#src/domain/safety/bad-case.ts';
import { caseOfContent } from '#src/domain/safety/case-of-content.ts';
import { checkSafety } from '#src/domain/safety/check.ts';
import { compileSafety } from '#src/domain/safety/compile.ts';
import { readCase } from '#src/domain/safety/read-case.ts';
import type { SafetyNet } from '#src/ports/safety.ts';

/** The safety net over the tables of this configuration; loaded, checked and indexed once. Refuses to start on a table that cannot be right. */
export function safetyNet(configDir: string): SafetyNet {
  const knowledge = loadKnowledge(join(configDir, 'knowledge'));
  const safety = compileSafety(knowledge, loadSafetyTables(knowledge, join(configDir, 'knowledge', 'safety')));
  return {
    version: safety.tables.version,
    check: (content, now) => {
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
