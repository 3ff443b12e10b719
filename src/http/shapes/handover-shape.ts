import type { HandoverLine, HandoverOfPlace } from '#src/contract/handover.ts';
import type { RosterLineShown, RosterOfPlace } from '#src/contract/rosters.ts';
import { type House, hotline } from '#src/domain/house/house.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { RosterLine } from '#src/domain/roster/roster.ts';
import type { HandoverLine as Line, HandoverOfPlace as Place } from '#src/usecases/handover/list-handover.ts';
import type { RosterOfPlace as Roster } from '#src/usecases/rosters/open-rosters.ts';
import { lineShape, namedPerson, namedPlace } from './referral-shape.ts';

type Eyes = { readonly house: House; readonly person: Person; readonly now: Date };

const fewChanges = 5;

export function handoverShape(place: Place, eyes: Eyes): HandoverOfPlace {
  const { institution, handover, next, onDuty, isRostered, cover, lines } = place;
  const people = (ids: Place['onDuty']) => ids.map((who) => namedPerson(eyes.house, who));
  return {
    institution,
    name: namedPlace(eyes.house, institution),
    ...(handover ? { at: handover.at.toISOString(), limit: handover.limit.toISOString() } : {}),
    next: next.toISOString(),
    onDuty: people(onDuty),
    rostered: isRostered,
    cover: people(cover),
    lines: lines.map((line) => lineOf(line, eyes)),
  };
}

function lineOf(line: Line, eyes: Eyes): HandoverLine {
  const { standing, note, changes, referral } = line;
  return {
    ...lineShape(line, eyes),
    author: namedPerson(eyes.house, referral.author),
    standing: standing.is,
    byMe: standing.is === 'taken' && standing.by === eyes.person.id,
    ...(standing.is === 'taken'
      ? { by: namedPerson(eyes.house, standing.by), since: standing.at.toISOString() }
      : standing.is === 'escalated'
        ? { since: standing.since.toISOString() }
        : {}),
    mine: line.mine,
    ...(note ? { note: { text: note.text, by: namedPerson(eyes.house, note.by), at: note.at.toISOString() } } : {}),
    changes: changes.slice(0, fewChanges).map((one) => ({
      what: one.what,
      ...(one.what === 'moved' ? { to: one.to } : {}),
      at: one.at.toISOString(),
    })),
  };
}

export function rosterShape(
  { institution, mayPlan, staff, hotlines, shifts, otherwise }: Roster,
  house: House,
): RosterOfPlace {
  const lineOf = ({ hotline: which, onDuty, cover, version, by, at }: RosterLine): RosterLineShown => ({
    ...(which ? { hotline: which } : {}),
    onDuty: [...onDuty],
    cover: [...cover],
    version,
    by: namedPerson(house, by),
    at: at.toISOString(),
  });
  const planned = new Set(
    shifts
      .flatMap(({ line, ofHotlines }) => [...(line ? [line] : []), ...ofHotlines])
      .flatMap((line) => [...line.onDuty, ...line.cover]),
  );
  const here = new Set(staff.map(({ id }) => id));
  return {
    institution,
    name: namedPlace(house, institution),
    mayPlan,
    staff: staff.map(({ id, name, works }) => ({
      id,
      name,
      roles: [...(works.find((work) => work.institution === institution)?.roles ?? [])],
    })),
    gone: [...planned].filter((who) => !here.has(who)).map((who) => ({ id: who, name: namedPerson(house, who) })),
    hotlines: hotlines.map(({ id }) => ({ id, name: hotline(house, id)?.name ?? { en: id, zhHant: id } })),
    otherwise: {
      onDuty: otherwise.onDuty.map((who) => namedPerson(house, who)),
      cover: otherwise.cover.map((who) => namedPerson(house, who)),
    },
    shifts: shifts.map(({ shift, line, ofHotlines, gaps, is }) => ({
      day: shift.day,
      minute: shift.minute,
      from: shift.from.toISOString(),
      until: shift.until.toISOString(),
      is,
      ...(line ? { line: lineOf(line) } : {}),
      ofHotlines: ofHotlines.map(lineOf),
      gaps: [...gaps],
    })),
  };
}
