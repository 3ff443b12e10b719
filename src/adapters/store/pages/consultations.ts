import type { Consultation, ConsultationId, Pin, QuestionStanding } from '#src/domain/consultation/consultation.ts';
import { type ClinicianId, type InstitutionId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Voice } from '#src/ports/annotations.ts';
import type { Consultations, Word } from '#src/ports/consultations.ts';
import type { Vault } from '#src/ports/vault.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = {
  id: string;
  referral: string;
  patient: string;
  by_person: string;
  from_institution: string;
  of_institution: string;
  of_person: string | null;
  pin_on: string | null;
  pin_id: string | null;
  state: string;
  since: Date;
  waits_since: Date | null;
  by_whom: string | null;
  asked_at: Date;
  rung: number;
  version: number;
  sealed: Uint8Array | null;
};
type WordRow = {
  id: string;
  consultation: string;
  referral: string;
  patient: string;
  by_person: string;
  at: Date;
  answers: boolean;
  sealed: Uint8Array;
};
type Hidden = { readonly text?: string; readonly voice?: Voice };
type HiddenPin = { readonly type: string; readonly name: string };

const columns =
  'c.id, c.referral, c.patient, c.by_person, c.from_institution, c.of_institution, c.of_person, c.pin_on, c.pin_id, c.state, c.since, c.waits_since, c.by_whom, c.asked_at, c.rung, c.version, c.sealed';

/** Questions and their words. States, times and ids are in the clear; a finding that is asked about, and every word and sound, is sealed with the patient's key. */
export function consultationsOn(
  sql: Sql,
  sealed: Seals,
  vault: Pick<Vault, 'seal' | 'open'>,
  mayLock: boolean,
): Consultations {
  const pinOf = async (row: Row): Promise<Pin | undefined> => {
    if (row.pin_on === 'image' && row.pin_id) return { on: 'image', annotation: row.pin_id };
    if (row.pin_on === 'document' && row.pin_id) return { on: 'document', upload: row.pin_id };
    if (row.pin_on !== 'finding' || !row.sealed) return undefined;
    // Written by `keep` below.
    const hidden = (await sealed.openForPatient(id<PatientId>(row.patient), `pin ${row.id}`, row.sealed)) as HiddenPin;
    return { on: 'finding', ...hidden };
  };
  const consultationOf = async (row: Row): Promise<Consultation> => {
    const pin = await pinOf(row);
    return {
      id: id<ConsultationId>(row.id),
      referral: id<ReferralId>(row.referral),
      patient: id<PatientId>(row.patient),
      by: id<ClinicianId>(row.by_person),
      from: id<InstitutionId>(row.from_institution),
      of: {
        at: id<InstitutionId>(row.of_institution),
        ...(row.of_person ? { person: id<ClinicianId>(row.of_person) } : {}),
      },
      ...(pin ? { pin } : {}),
      askedAt: row.asked_at,
      standing: standingOf(row),
      version: row.version,
    };
  };
  const all = async (text: string, values: readonly unknown[]): Promise<readonly Consultation[]> => {
    const found: Consultation[] = [];
    for (const row of await sql.all<Row>(text, values)) found.push(await consultationOf(row));
    return found;
  };
  const one = async (text: string, values: readonly unknown[]) => (await all(text, values))[0];
  const lock = mayLock ? ' for update' : '';
  const hiddenOf = async (row: Pick<WordRow, 'id' | 'patient' | 'sealed'>): Promise<Hidden> =>
    // Written by `say` below.
    (await sealed.openForPatient(id<PatientId>(row.patient), `word ${row.id}`, row.sealed)) as Hidden;
  return {
    get: (which) => one(`select ${columns} from consultations c where id = $1`, [which]),
    hold: (which) => one(`select ${columns} from consultations c where id = $1${lock}`, [which]),
    of: (referral) => all(`select ${columns} from consultations c where referral = $1 order by seq`, [referral]),
    onDrawing: (annotation) =>
      one(
        `select ${columns} from consultations c where pin_on = 'image' and pin_id = $1 and state <> 'taken-back'${lock}`,
        [annotation],
      ),
    at: (places, since, limit) =>
      all(
        `select ${columns} from consultations c join referrals r on r.id = c.referral
         where (r.from_institution = any($1) or r.to_institution = any($1)) and (c.state in ('asked', 'seen') or c.since > $2)
         order by c.seq desc limit $3`,
        [places, since, limit],
      ),
    spokenOnImages: async (places, since, limit) =>
      (
        await sql.all<{ referral: string }>(
          `select m.referral from image_remarks m join referrals r on r.id = m.referral
           where (r.from_institution = any($1) or r.to_institution = any($1)) and m.at > $2 group by m.referral order by max(m.at) desc limit $3`,
          [places, since, limit],
        )
      ).map(({ referral }) => id<ReferralId>(referral)),
    words: async (which) => {
      const rows = await sql.all<WordRow>(
        'select id, consultation, referral, patient, by_person, at, answers, sealed from consultation_words where consultation = $1 order by seq',
        [which],
      );
      const words: Word[] = [];
      for (const row of rows)
        words.push({
          ...(await hiddenOf(row)),
          id: row.id,
          consultation: id<ConsultationId>(row.consultation),
          referral: id<ReferralId>(row.referral),
          patient: id<PatientId>(row.patient),
          by: id<ClinicianId>(row.by_person),
          at: row.at,
          answers: row.answers,
        });
      return words;
    },
    sound: async (referral, which) => {
      const row = await sql.one<WordRow & { sound: Uint8Array | null }>(
        'select * from consultation_words where id = $1 and referral = $2',
        [which, referral],
      );
      if (!row?.sound) return undefined;
      const { voice } = await hiddenOf(row);
      return (
        voice && {
          mime: voice.mime,
          bytes: await vault.open(id<PatientId>(row.patient), `sound ${row.id}`, row.sound),
        }
      );
    },
    shownTo: async (which, person) =>
      (
        await sql.one<{ words: number }>(
          'select words from consultation_looks where consultation = $1 and person = $2',
          [which, person],
        )
      )?.words ?? 0,
    noteShown: async (which, referral, person, words) =>
      void (await sql.run(
        `insert into consultation_looks (consultation, person, referral, words) values ($1, $2, $3, $4)
         on conflict (consultation, person) do update set words = greatest(consultation_looks.words, excluded.words)`,
        [which, person, referral, words],
      )),
    keep: async (it, due, rung = 0) => {
      const { pin, standing } = it;
      const hidden = pin?.on === 'finding' ? { type: pin.type, name: pin.name } : undefined;
      const kept = await sql.run(
        `insert into consultations (id, referral, patient, by_person, from_institution, of_institution, of_person, pin_on, pin_id, state, since, waits_since,
           by_whom, asked_at, due_at, rung, version, sealed)
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)
         on conflict (id) do update set state = excluded.state, since = excluded.since, waits_since = excluded.waits_since, by_whom = excluded.by_whom,
           due_at = excluded.due_at, rung = excluded.rung, version = excluded.version
         where consultations.version = excluded.version - 1`,
        [
          it.id,
          it.referral,
          it.patient,
          it.by,
          it.from,
          it.of.at,
          it.of.person ?? null,
          pin?.on ?? null,
          pin?.on === 'image' ? pin.annotation : pin?.on === 'document' ? pin.upload : null,
          standing.state,
          standing.since,
          standing.state === 'seen' ? standing.asked : null,
          standing.state === 'seen' || standing.state === 'answered' ? standing.by : null,
          it.askedAt,
          due ?? null,
          rung,
          it.version,
          hidden ? await sealed.forPatient(it.patient, `pin ${it.id}`, hidden) : null,
        ],
      );
      if (kept === 0)
        throw new Refused('referral.changed-meanwhile', `Question ${it.id} has a version ${it.version} already`);
    },
    keepSeen: async ({ id: which, standing }) => {
      if (standing.state !== 'seen') return;
      await sql.run(
        "update consultations set state = 'seen', waits_since = $2, since = $3, by_whom = $4 where id = $1 and state = 'asked'",
        [which, standing.asked, standing.since, standing.by],
      );
    },
    setClock: async (which, due, rung) =>
      void (await sql.run('update consultations set due_at = $2, rung = $3 where id = $1', [which, due ?? null, rung])),
    say: async ({ text, voice, ...word }, sound) => {
      const hidden: Hidden = { ...(text ? { text } : {}), ...(voice ? { voice } : {}) };
      await sql.run(
        `insert into consultation_words (id, consultation, referral, patient, by_person, at, answers, sealed, sound) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
        [
          word.id,
          word.consultation,
          word.referral,
          word.patient,
          word.by,
          word.at,
          word.answers,
          await sealed.forPatient(word.patient, `word ${word.id}`, hidden),
          sound ? await vault.seal(word.patient, `sound ${word.id}`, sound) : null,
        ],
      );
    },
    overdue: async (now, limit) => {
      const rows = await sql.all<Row>(
        `select ${columns} from consultations c where due_at <= $1 order by due_at limit $2 for update skip locked`,
        [now, limit],
      );
      const found = [];
      for (const row of rows) found.push({ consultation: await consultationOf(row), rung: row.rung });
      return found;
    },
  };
}

function standingOf({ state, since, waits_since, by_whom }: Row): QuestionStanding {
  const by = id<ClinicianId>(by_whom ?? '');
  if (state === 'seen') return { state, since, asked: waits_since ?? since, by };
  if (state === 'answered') return { state, since, by };
  // The column is written from a standing's own state, and these two are what is left.
  return { state: state === 'taken-back' ? 'taken-back' : 'asked', since };
}
