import type { ReactNode } from 'react';
import type { AllergyEntryShown, MedicineEntryShown, ProblemEntryShown, RecordShown } from '#src/contract/record.ts';
import { AllergyIcon } from '../../parts/icons.tsx';
import { useSay, useSpeech } from '../../words/words.ts';
import { spokenWhen } from '../referral/course-and-time.ts';
import { Places } from './places.tsx';

type Of = { readonly record: RecordShown };

/** First, in red, with a picture and words. What contradicts is said beside it. */
export function AllergiesPanel({ record: { allergies, allergiesDenied, hidden } }: Of) {
  const say = useSay();
  const warned = allergies.filter(({ says }) => says === 'present' || says === 'unknown');
  const rest = allergies.filter((one) => !warned.includes(one));
  if (warned.length === 0)
    return (
      <section className="allergy allergy--none" aria-label={say('allergy.title')}>
        <AllergyIcon />
        <div>
          <h2>
            {hidden.includes('allergies')
              ? say('hidden.allergies')
              : allergiesDenied.length > 0
                ? say('allergy.none')
                : say('record.allergy.nothing')}
          </h2>
          <Rest list={rest} />
          <Places places={allergiesDenied} />
        </div>
      </section>
    );
  return (
    <section className="allergy" role="alert" aria-label={say('allergy.title')}>
      <AllergyIcon size={28} />
      <div>
        <h2>{say('allergy.title')}</h2>
        <ul>
          {warned.map((one) => (
            <li key={one.name}>
              <Warned one={one} />
            </li>
          ))}
        </ul>
        <Rest list={rest} />
      </div>
    </section>
  );
}

function Warned({ one: { name, reactions, severe, says, contradicted, places } }: { readonly one: AllergyEntryShown }) {
  const say = useSay();
  return (
    <>
      {name}
      {reactions.length > 0 && <span className="small"> · {reactions.join(', ')}</span>}{' '}
      {severe && <span className="mark mark--strong">{say('record.allergy.severe')}</span>}{' '}
      {says === 'unknown' && <span className="mark">{say('finding.unknown')}</span>}
      {contradicted && <p className="small">{say('record.allergy.contradicted')}</p>}
      <Places places={places} />
    </>
  );
}

function Rest({ list }: { readonly list: readonly AllergyEntryShown[] }) {
  const say = useSay();
  return list.map(({ name, says, places }) => (
    <div key={name} className="small soft">
      {name} · {says === 'no-longer' ? say('record.allergy.no-longer') : say('finding.absent')}
      <Places places={places} />
    </div>
  ));
}

export function MedicinesPanel({ record: { medicines, medicinesDenied } }: Of) {
  const say = useSay();
  const inOrder = [...medicines].sort(
    (one, other) => Number(other.course === 'current') - Number(one.course === 'current'),
  );
  return (
    <List
      title={say('referral.medicines')}
      empty={say('referral.none-given')}
      count={medicines.length + medicinesDenied.length}
    >
      {inOrder.map((one) => (
        <li key={one.name}>
          <Medicine one={one} />
        </li>
      ))}
      {medicinesDenied.length > 0 && (
        <li>
          {medicinesDenied[0]?.excerpt}
          <Places places={medicinesDenied} />
        </li>
      )}
    </List>
  );
}

function Medicine({ one }: { readonly one: MedicineEntryShown }) {
  const { say, language } = useSpeech();
  const { name, course, dose, frequency, since, noted, until, changes, places } = one;
  const amount = [dose, frequency].filter((part) => part && !name.includes(part)).join(' · ');
  return (
    <>
      <p className="known__line">
        <span className="finding__name">{name}</span>
        {course !== 'current' && <span className="mark mark--bold">{say(`record.medicine.${course}`)}</span>}
        {amount && <span>{amount}</span>}
        {course === 'current' && <SinceWhen since={since} noted={noted} />}
        {until && <span className="small soft">{say('record.until-day', { day: spokenWhen(until, language) })}</span>}
      </p>
      {changes.map(({ at, from, to }) => (
        <p className="small" key={`${at}${from}${to}`}>
          {at && `${spokenWhen(at, language)}: `}
          {say('record.change.from-to', { from, to })}
        </p>
      ))}
      <Places places={places} />
    </>
  );
}

/** Since when, as a source says; where none does, only when it was first noted, which is not the same. */
function SinceWhen({ since, noted }: { readonly since?: string | undefined; readonly noted?: string | undefined }) {
  const { say, language } = useSpeech();
  const day = since ?? noted;
  if (!day) return null;
  return (
    <span className="small soft">
      {say(since ? 'record.since-day' : 'record.noted-day', { day: spokenWhen(day, language) })}
    </span>
  );
}

export function ProblemsPanel({ record: { problems } }: Of) {
  const say = useSay();
  const inOrder = [...problems].sort(
    (one, other) => Number(other.course === 'active') - Number(one.course === 'active'),
  );
  return (
    <List title={say('referral.problems')} empty={say('referral.none-given')} count={problems.length}>
      {inOrder.map((one) => (
        <li key={`${one.family}${one.name}`}>
          <Problem one={one} />
        </li>
      ))}
    </List>
  );
}

function Problem({ one: { name, course, family, since, noted, until, places } }: { readonly one: ProblemEntryShown }) {
  const { say, language } = useSpeech();
  return (
    <>
      <p className="known__line">
        {family && <span className="mark">{say('record.of-family')}</span>}
        <span className="finding__name">{name}</span>
        {course !== 'active' && <span className="mark mark--bold">{say(`record.problem.${course}`)}</span>}
        <SinceWhen since={since} noted={noted} />
        {until && <span className="small soft">{say('record.until-day', { day: spokenWhen(until, language) })}</span>}
      </p>
      <Places places={places} />
    </>
  );
}

type ListProps = {
  readonly title: string;
  readonly empty: string;
  readonly count: number;
  readonly children: ReactNode;
};

function List({ title, empty, count, children }: ListProps) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {count === 0 ? <p className="soft">{empty}</p> : <ul className="findings known__list">{children}</ul>}
    </section>
  );
}
