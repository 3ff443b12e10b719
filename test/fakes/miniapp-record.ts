import type Router from '@koa/router';
import type { Context } from 'koa';
import { type PlaceShown, type RecordShown, updateAsked } from '#src/contract/record.ts';
import type { ReferralShown } from '#src/contract/referral.ts';
import { lam, tmh } from './miniapp-cases.ts';
import { json } from './miniapp-wire.ts';

const place = (excerpt: string, more: Partial<PlaceShown> = {}): PlaceShown => ({
  reference: 'note:1',
  kind: 'note',
  excerpt,
  institution: tmh,
  at: '2026-11-23T04:00:00Z',
  ...more,
});

/** The record of an invented patient, as one permitted reader sees it. */
export class FakeRecord {
  shown: RecordShown = {
    code: 'B7K-42Q',
    question: 'Chest pain for two hours',
    points: [
      {
        text: 'Atrial fibrillation (since 2018-02-01); takes warfarin 3 mg daily (since 2018-03-01); Troponin 54 ng/L (2026-11-23).',
        places: [place('Atrial fibrillation'), place('warfarin 3 mg daily'), place('Troponin 54 ng/L')],
      },
      {
        text: 'Allergies: penicillin (rash), but “NKDA” is recorded too.',
        places: [place('penicillin (rash)'), place('NKDA', { reference: 'note:2' })],
      },
      {
        text: 'Type 2 diabetes (since 2010-06-01); takes metformin 500 mg bd; HbA1c 8.4 % (2026-10-01), before that 7.2 % (2026-04-01).',
        places: [place('Type 2 diabetes')],
      },
    ],
    leftOut: { documents: 214, from: '2016-01-04', to: '2026-11-20' },
    allergies: [
      {
        name: 'penicillin',
        says: 'present',
        reactions: ['rash'],
        severe: true,
        contradicted: true,
        places: [place('penicillin (rash)'), place('NKDA', { reference: 'note:2' })],
      },
      {
        name: 'aspirin',
        says: 'no-longer',
        reactions: [],
        severe: false,
        contradicted: false,
        places: [place('aspirin')],
      },
    ],
    allergiesDenied: [place('NKDA', { reference: 'note:2' })],
    medicines: [
      {
        name: 'warfarin',
        course: 'current',
        dose: '3 mg',
        frequency: 'daily',
        since: '2018-03-01',
        changes: [{ at: '2024-01-02', from: '2 mg', to: '3 mg' }],
        places: [place('warfarin 3 mg daily')],
      },
      { name: 'amlodipine', course: 'stopped', until: '2025-05-05', changes: [], places: [place('stop amlodipine')] },
    ],
    medicinesDenied: [],
    problems: [
      {
        name: 'Atrial fibrillation',
        course: 'active',
        family: false,
        since: '2018-02-01',
        places: [place('Atrial fibrillation')],
      },
      {
        name: 'Pneumonia',
        course: 'resolved',
        family: false,
        noted: '2020-01-01',
        until: '2020-02-01',
        places: [place('Pneumonia')],
      },
    ],
    results: [
      {
        name: 'Potassium',
        unit: 'mmol/L',
        vital: false,
        pending: false,
        values: [4.1, 4.4, 5.2, 6.6].map((amount, index) => ({
          value: String(amount),
          amount,
          at: `2026-0${index + 1}-10`,
          place: place(`Potassium ${amount}`),
          ...(amount > 6 ? { flag: 'critical-high' as const } : amount > 5 ? { flag: 'high' as const } : {}),
        })),
      },
      {
        name: 'HIV Ag/Ab with a name that is rather long for one line of a small phone',
        vital: false,
        pending: true,
        values: [],
      },
    ],
    timeline: Array.from({ length: 20 }, (_none, index) => ({
      kind: (['note', 'document', 'procedure', 'encounter'] as const)[index % 4] ?? 'note',
      name: ['Referral note', 'Discharge summary.pdf', 'Gastroscopy', 'Emergency visit'][index % 4] ?? '',
      at: `20${26 - index}-03-04`,
      place: place('Gastroscopy: small hiatus hernia', { reference: `note:${index}` }),
    })),
    since: { at: '2026-11-20T04:00:00Z', names: ['apixaban', 'Potassium'], documents: 2 },
    changes: [
      {
        id: 'u1',
        kind: 'change',
        by: lam,
        at: '2026-11-23T06:00:00Z',
        words: 'Stop amlodipine. Start apixaban 5 mg bd.',
        changes: [{ kind: 'medicine', how: 'started', name: 'apixaban', after: 'apixaban 5 mg bd', level: 'stop' }],
      },
    ],
    safety: {
      alerts: [
        {
          tier: 'stop',
          subjects: ['warfarin', 'diclofenac'],
          why: 'Bleeding',
          do: 'Choose paracetamol',
          rule: 'ddi-1',
          source: 'own table',
        },
      ],
      unrecognised: [],
    },
    mayUpdate: true,
    referrals: 3,
    documents: 217,
    hidden: ['sensitive'],
  };

  routes(router: Router, referral: (ctx: Context) => ReferralShown): void {
    router.get('/api/referrals/:id/record', (ctx) => {
      ctx.body = { ...this.shown, code: referral(ctx).code };
    });
    router.post('/api/referrals/:id/updates', async (ctx) => {
      const { kind, words } = updateAsked.parse(await json(ctx));
      const word = {
        id: `u${this.shown.changes.length + 1}`,
        kind,
        by: lam,
        at: new Date().toISOString(),
        words,
        changes: [],
      };
      this.shown = { ...this.shown, changes: [word, ...this.shown.changes] };
      ctx.body = this.shown;
    });
  }
}
