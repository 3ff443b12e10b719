import { writeFileSync } from 'node:fs';
import { auditEvent } from '#src/domain/trail/audit-event.ts';
import { entriesIn } from './trail-file.ts';

type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };

/** `export TRAIL --audit [--bundle] [--out FILE]`: an exported trail as FHIR AuditEvents, one a line, or as one Bundle. Only a trail that holds is exported. */
export async function runExport(
  file: string,
  { audit, bundle, out }: { readonly audit?: boolean; readonly bundle?: boolean; readonly out?: string },
): Promise<Ending> {
  if (!audit) return wrong('Say what to export: --audit');
  const entries = await entriesIn(file);
  if (entries === 'no file') return wrong(`There is no file ${file} that can be read`);
  if (entries === 'broken')
    return {
      exit: 1,
      out: { ok: false, code: 'trail.broken' },
      text: '✗ The trail is broken: baton verify says where.',
    };
  const events = entries.map(auditEvent);
  const text = bundle
    ? JSON.stringify({
        resourceType: 'Bundle',
        type: 'collection',
        entry: entries.map((one, place) => ({
          fullUrl: `urn:baton:audit:${one.chain}:${one.seq}`,
          resource: events[place],
        })),
      })
    : events.map((event) => JSON.stringify(event)).join('\n');
  if (out) writeFileSync(out, `${text}\n`);
  const said = { ok: true, events: events.length, ...(out ? { file: out } : {}) };
  return { exit: 0, out: said, text: out ? `✓ ${events.length} events in ${out}` : text };
}

const wrong = (says: string): Ending => ({ exit: 2, out: { ok: false, code: 'usage', says }, text: says });
