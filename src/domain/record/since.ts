import type { PatientRecord } from './record.ts';
import type { RecordSource } from './source.ts';
import { timeOf } from './times.ts';

/** What came or changed after a moment: the entries with at least one mention from then on, and the sources themselves. */
export type Since = {
  readonly problems: PatientRecord['problems'];
  readonly allergies: PatientRecord['allergies'];
  readonly medicines: PatientRecord['medicines'];
  readonly series: PatientRecord['series'];
  readonly deeds: PatientRecord['deeds'];
  readonly sources: readonly RecordSource[];
};

/** "Since you last looked". By when a thing was told to us, not by when it happened: an old result that came today is new. */
export function since(record: PatientRecord, lastLook: Date): Since {
  const isNew = ({ source }: { readonly source: RecordSource }) => (timeOf(source.at) ?? 0) > lastLook.getTime();
  const touched = ({ mentions }: { readonly mentions: readonly { readonly source: RecordSource }[] }) =>
    mentions.some(isNew);
  return {
    problems: record.problems.filter(touched),
    allergies: record.allergies.filter(touched),
    medicines: record.medicines.filter(touched),
    series: record.series.filter(
      ({ values, pending }) => values.some(({ mention }) => isNew(mention)) || pending.some(isNew),
    ),
    deeds: record.deeds.filter(({ mention }) => isNew(mention)),
    sources: record.sources.filter((source) => isNew({ source })),
  };
}

const onePause = 30 * 60_000;

/** The last look before this visit: looks less than half an hour apart are one visit. Nothing when this is the first. */
export function lastVisit(looks: readonly Date[], now: Date): Date | undefined {
  const sorted = looks.filter((look) => look <= now).sort((one, other) => other.getTime() - one.getTime());
  let edge = now.getTime();
  for (const look of sorted) {
    if (edge - look.getTime() > onePause) return look;
    edge = look.getTime();
  }
  return undefined;
}
