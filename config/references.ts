import { distance } from 'fastest-levenshtein';
import type { Fault } from './explain.ts';
import type { Config } from './load.ts';

/** Every id that one file uses must stand in the file that defines it, once. */
export function checkReferences(config: Config): readonly Fault[] {
  const institutions = config.institutions.institutions.map(({ id }) => id);
  const people = config.people.people.map(({ id }) => id);
  const tenants = config.tenants.tenants.map(({ id }) => id);
  const faults: Fault[] = [];
  const must = (file: string, path: string, word: string | undefined, known: readonly string[], where: string) => {
    if (word === undefined || known.includes(word)) return;
    const nearest = [...known].sort((a, b) => distance(word, a) - distance(word, b))[0];
    faults.push({
      file,
      path,
      found: JSON.stringify(word),
      allowed: `an id of ${where}: ${known.join(', ')}`,
      ...(nearest ? { nearest } : {}),
    });
  };
  const once = (file: string, words: readonly string[], what: string) => {
    for (const word of new Set(words.filter((one, index) => words.indexOf(one) !== index)))
      faults.push({ file, path: what, found: `${JSON.stringify(word)} twice`, allowed: 'each once' });
  };
  once('institutions.yaml', institutions, 'institutions');
  once('people.yaml', people, 'people');
  once(
    'people.yaml',
    config.people.people.flatMap((one) => one.dingtalk.map(({ tenant, user }) => `${tenant}/${user}`)),
    'dingtalk',
  );
  once(
    'hotlines.yaml',
    config.hotlines.hotlines.map(({ id }) => id),
    'hotlines',
  );
  once(
    'hotlines.yaml',
    config.hotlines.hotlines.map(({ tenant, group }) => `${tenant}/${group}`),
    'group',
  );
  once(
    'tenants.yaml',
    config.tenants.tenants.map(({ corpId }) => corpId),
    'corpId',
  );
  config.institutions.institutions.forEach((one, index) => {
    const path = `institutions.${index}`;
    one.signers.forEach((who) => must('institutions.yaml', `${path}.signers`, who, people, 'people.yaml'));
    one.cover.forEach((who) => must('institutions.yaml', `${path}.cover`, who, people, 'people.yaml'));
    must('institutions.yaml', `${path}.head`, one.head, people, 'people.yaml');
    must('institutions.yaml', `${path}.privacyOfficer`, one.privacyOfficer, people, 'people.yaml');
  });
  config.people.people.forEach((one, index) => {
    one.works.forEach(({ institution }) =>
      must('people.yaml', `people.${index}.works`, institution, institutions, 'institutions.yaml'),
    );
    one.dingtalk.forEach(({ tenant }) =>
      must('people.yaml', `people.${index}.dingtalk`, tenant, tenants, 'tenants.yaml'),
    );
  });
  config.hotlines.hotlines.forEach((one, index) => {
    must('hotlines.yaml', `hotlines.${index}.receiving`, one.receiving, institutions, 'institutions.yaml');
    must('hotlines.yaml', `hotlines.${index}.tenant`, one.tenant, tenants, 'tenants.yaml');
    one.receivers.forEach((who) => must('hotlines.yaml', `hotlines.${index}.receivers`, who, people, 'people.yaml'));
  });
  return faults;
}
