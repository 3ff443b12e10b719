const worded = new Set(['pdf', 'word', 'spreadsheet', 'hl7', 'fhir', 'cda', 'text']);

/** What bears words and is read by itself. Pictures and sound are looked at and listened to by people. */
export const isWorded = (kind: string | undefined): boolean => kind !== undefined && worded.has(kind);
