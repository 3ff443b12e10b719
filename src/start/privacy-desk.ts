import { speech } from '#bot/speech/speech.ts';
import { copyForMachines } from '#src/adapters/fhir/write/copy-bundle.ts';
import type { Store } from '#src/adapters/store/open-store.ts';
import type { OpenedVault } from '#src/adapters/vault/open-vault.ts';
import { trailWatch } from '#src/adapters/vault/trail-watch.ts';
import type { Processor } from '#src/domain/rights/processor.ts';
import type { PrivacyParts } from '#src/http/routes/privacy.ts';
import type { Clock } from '#src/ports/clock.ts';
import { finishErasures, tendRetention } from '#src/usecases/rights/erasing.ts';
import { tendRights } from '#src/usecases/rights/tend-rights.ts';
import type { World } from '#src/usecases/world.ts';
import type { Regular } from './every.ts';
import { later } from './later.ts';

type Parts = Pick<Store, 'pool'> &
  Pick<OpenedVault, 'vault' | 'files' | 'signer'> & {
    readonly clock: Clock;
    readonly recordYears: number;
    readonly processors?: readonly Processor[];
  };

/** What the privacy officer's routes need from the adapters. */
export const privacyDesk = ({ recordYears, processors = [], vault, files, ...trail }: Parts): PrivacyParts => ({
  sheets: later(async () => (await import('#src/adapters/sheets/open-sheets.ts')).openSheets(trail, speech)),
  papers: later(async () => (await import('#src/adapters/sheets/patient-papers.ts')).patientPapers(speech)),
  forMachines: copyForMachines,
  watch: trailWatch(trail),
  processors,
  erasing: { vault, files, years: { record: recordYears } },
});

const minute = 60;

/** The clocks of requests, and the keeping times of records. */
export const privacyWork = (store: Store, world: World, { erasing }: PrivacyParts): readonly Regular[] => [
  store.every('tend requests of patients', 10 * minute, async () => void (await tendRights(world)())),
  store.every(
    'erase what is past its time',
    24 * 60 * minute,
    async () => void (await tendRetention(world, erasing.years)()),
  ),
  store.every('finish erasures', 5 * minute, async () => void (await finishErasures(world, erasing)())),
];
