import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConsentAsked, ConsentPanelShown, TicketShown } from '#src/contract/consent.ts';
import type { EmergencyAsked, EmergencyShown, ReviewShown } from '#src/contract/emergency.ts';
import { useDesk } from '../desk.ts';

const panelOf = (id: string) => ['consent', id];

/** What the patient decided about one referral. `watching` while the patient has the screen in hand. */
export const useConsent = (id: string, watching = false) => {
  const { client } = useDesk();
  return useQuery({
    queryKey: panelOf(id),
    queryFn: () => client.consent(id),
    ...(watching ? { refetchInterval: 2_000 } : {}),
  });
};

/** Records or takes back; the referral is asked for again, because its words may say it now. */
function useDecision<Given>(id: string, deed: (given: Given) => Promise<ConsentPanelShown>) {
  const answers = useQueryClient();
  return useMutation<ConsentPanelShown, Error, Given>({
    mutationFn: deed,
    onSuccess: (panel) => {
      answers.setQueryData(panelOf(id), panel);
      void answers.invalidateQueries({ queryKey: ['referral', id] });
      void answers.invalidateQueries({ queryKey: ['work'] });
    },
  });
}

export function useRecord(id: string) {
  const { client } = useDesk();
  return useDecision<ConsentAsked>(id, (asked) => client.recordConsent(id, asked));
}

export function useWithdraw(id: string) {
  const { client } = useDesk();
  return useDecision<undefined>(id, () => client.withdrawConsent(id));
}

/** A fresh link each time it is asked for: older ones end with it. */
export function useTicket(id: string) {
  const { client } = useDesk();
  return useMutation<TicketShown, Error, 'decide' | 'withdraw'>({
    mutationFn: (kind) => client.consentTicket(id, kind),
  });
}

/** What was opened lives in this screen's memory only. */
export function useEmergency() {
  const { client } = useDesk();
  const open = useMutation<EmergencyShown, Error, EmergencyAsked>({
    mutationFn: (asked) => client.openEmergency(asked),
  });
  const more = useMutation<EmergencyShown, Error, { readonly id: string; readonly words: string }>({
    mutationFn: ({ id, words }) => client.widenEmergency(id, words),
  });
  const end = useMutation<undefined, Error, string>({ mutationFn: (id) => client.endEmergency(id) });
  return { open, more, end };
}

export function useReviews() {
  const { client } = useDesk();
  const answers = useQueryClient();
  const keep = (lines: readonly ReviewShown[]) => void answers.setQueryData(['reviews'], lines);
  return {
    list: useQuery({ queryKey: ['reviews'], queryFn: client.reviews }),
    decide: useMutation<readonly ReviewShown[], Error, { id: string; verdict: ReviewVerdict; words: string }>({
      mutationFn: ({ id, verdict, words }) => client.review(id, { verdict, words }),
      onSuccess: keep,
    }),
    told: useMutation<readonly ReviewShown[], Error, { id: string; how: 'letter' | 'in-person' }>({
      mutationFn: ({ id, how }) => client.patientTold(id, how),
      onSuccess: keep,
    }),
  };
}

export type ReviewVerdict = 'justified' | 'not-justified';
