import type { DataSet } from './elements.ts';
import { itemsOf, textOf } from './values.ts';

/** Titles of dose reports (PS3.16 TID 10001, 10021) and the SOP classes they are stored as (PS3.4 table B.5-1). */
const titles = new Set(['113701', '113500']);
const storage = new Set(['67', '68', '73', '76'].map((last) => `1.2.840.10008.5.1.4.1.1.88.${last}`));

/** What an examination gave in sum (PS3.16 TID 10002, 10007, 10012, 10022); thousands of single exposures are for the physicist. */
const totals = new Set([
  '113813', // CT dose length product total
  '113722', // dose area product total
  '113725', // dose at the reference point, total
  '113730', // total fluoroscopy time
  '111637', // accumulated average glandular dose
  '113507', // administered activity
  '113839', // effective dose
]);

const codeOfName = (item: DataSet): string | undefined => {
  const name = itemsOf(item, '0040a043')[0];
  return name && textOf(name, '00080100');
};

/** A report of the radiation an examination gave. Its words are those of the machine ("CAP", "CP", "Pulse Rate"): nothing in them is said of the patient's health. */
export const isDoseReport = (dataset: DataSet): boolean =>
  storage.has(textOf(dataset, '00080016') ?? '') ||
  titles.has(codeOfName(dataset) ?? '') ||
  /radiation (?:dose|summary) report/iu.test(titleOf(dataset));

const titleOf = (dataset: DataSet): string => {
  const name = itemsOf(dataset, '0040a043')[0];
  return (name && textOf(name, '00080104')) ?? '';
};

export const isDoseTotal = (item: DataSet): boolean => totals.has(codeOfName(item) ?? '');
