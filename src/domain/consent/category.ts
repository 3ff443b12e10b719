/** The parts of a record that a patient can share apart. `sensitive` (HIV, psychiatry, sexual health, abuse) is never part of a wider yes. */
export const categories = [
  'problems',
  'medicines',
  'allergies',
  'results',
  'imaging',
  'documents',
  'sensitive',
] as const;
export type Category = (typeof categories)[number];

/** What a record may be used for. There is none for marketing, analytics or the training of models, and no switch to add one (hk-law.md §5, 34). */
export const purposes = ['care', 'emergency', 'duty', 'audit', 'patient-request'] as const;
export type Purpose = (typeof purposes)[number];
