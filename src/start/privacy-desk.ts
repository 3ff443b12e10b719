import type { Pool } from 'pg';
import { speech } from '#bot/speech/speech.ts';
import { openSheets } from '#src/adapters/sheets/open-sheets.ts';
import type { PrivacyParts } from '#src/http/routes/privacy.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Signer } from '#src/ports/vault.ts';

/** What the privacy officer's routes need from the adapters. */
export const privacyDesk = (parts: {
  readonly pool: Pool;
  readonly signer: Signer;
  readonly clock: Clock;
}): PrivacyParts => ({ sheets: openSheets(parts, speech) });
