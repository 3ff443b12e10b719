/** The moments at which a clinical system asks (CDS Hooks 2.0): a chart is opened, an order is picked, orders are about to be signed. */
export const hooks = ['patient-view', 'order-select', 'order-sign'] as const;
export type Hook = (typeof hooks)[number];

export type CdsService = {
  readonly hook: Hook;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly prefetch: Readonly<Record<string, string>>;
};

/** What has to be sent along for a full check; what is missing is said on a card. */
export const prefetch = {
  patient: 'Patient/{{context.patientId}}',
  medications: 'MedicationRequest?patient={{context.patientId}}&status=active,on-hold,stopped',
  statements: 'MedicationStatement?patient={{context.patientId}}',
  allergies: 'AllergyIntolerance?patient={{context.patientId}}',
  conditions: 'Condition?patient={{context.patientId}}',
  observations: 'Observation?patient={{context.patientId}}&category=laboratory&_sort=-date&_count=200',
} as const;

const description =
  'Drug interactions, allergies, problems, kidneys, pregnancy, age, therapy and tests given twice, critical results. The rules are not reviewed by a clinician.';

export const services: readonly CdsService[] = [
  { hook: 'patient-view', id: 'baton-safety-view', title: 'Baton: safety of this record', description, prefetch },
  { hook: 'order-select', id: 'baton-safety-select', title: 'Baton: safety of this order', description, prefetch },
  { hook: 'order-sign', id: 'baton-safety-sign', title: 'Baton: safety of these orders', description, prefetch },
];
