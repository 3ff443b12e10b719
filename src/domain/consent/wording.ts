/** The words that are shown to patients now, by version; `config/consent` holds every version that was ever shown. */
export const currentWording = '2026-11';
