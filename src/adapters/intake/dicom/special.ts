import type { Warning } from '#src/domain/intake/document.ts';
import type { Finding } from '#src/domain/record/finding.ts';

/** What a file says beyond its header, by the kind of object it is. */
export type Special = {
  readonly subkind?: string;
  readonly text?: string;
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly embedded?: { readonly name: string; readonly bytes: Uint8Array; readonly mime?: string };
};
