import type { DocumentFound, FindAsked, FoundShown } from '#src/contract/find.ts';
import type { ReferralLine } from '#src/contract/referral.ts';

const tmh = { en: 'Tuen Mun Hospital', zhHant: '屯門醫院' };
const twc = { en: 'Tsuen Wan Family Clinic', zhHant: '荃灣家庭診所' };

/** What this pretended archive holds of every patient: a gastroscopy of three years ago, and a CT. */
const documents: readonly Omit<DocumentFound, 'referral' | 'code'>[] = [
  {
    id: 'd1',
    kind: 'document',
    at: '2023-11-01T16:00:00.000Z',
    isDated: true,
    from: tmh,
    origin: 'tmh',
    file: 'file-ecg',
    title: 'OGD report.pdf',
    line: { text: 'Gastroscopy 胃鏡: duodenal ulcer, Forrest III', marks: [[0, 14]] },
    hasThumbnail: true,
  },
  {
    id: 'd2',
    kind: 'imaging',
    at: '2026-11-20T02:00:00.000Z',
    isDated: false,
    from: twc,
    origin: 'twc',
    line: { text: 'CT after gastroscopy', marks: [[9, 20]] },
    hasThumbnail: false,
  },
];

/** Finds referrals by code or initials, and the same two documents by their words. */
export function foundAmong(asked: FindAsked | undefined, lines: readonly ReferralLine[]): FoundShown {
  const words = (asked?.words ?? '').toLowerCase();
  const named = lines.filter(({ code, patient }) => `${code} ${patient}`.toLowerCase().includes(words));
  const [first] = lines;
  if (words.includes('gastro') && first) {
    const chosen = documents.filter(
      ({ kind, origin }) => (asked?.kinds?.includes(kind) ?? true) && (asked?.institutions?.includes(origin) ?? true),
    );
    return {
      patients: [
        {
          patient: first.patient,
          referrals: [first],
          documents: chosen.map((one) => ({ ...one, referral: first.id, code: first.code })),
        },
      ],
      more: true,
    };
  }
  return {
    patients: words === '' ? [] : named.map((line) => ({ patient: line.patient, referrals: [line], documents: [] })),
    more: false,
  };
}

export const aSmallPicture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="72" height="72"><rect width="72" height="72" fill="#fff"/><path d="M12 16h48M12 28h40M12 40h44M12 52h24" stroke="#456" stroke-width="3"/></svg>';
