import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FollowUpReason } from '#src/contract/visits.ts';
import { useDesk } from '../desk.ts';

export const useVisits = () => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['visits'], queryFn: client.visits });
};

/** The number to call. It is asked for by a tap, held by the line that shows it, and gone with it. */
export const usePhone = (referral: string) => {
  const { client } = useDesk();
  return useMutation({ mutationFn: () => client.phone(referral), gcTime: 0 });
};

export const useEndFollowUp = (referral: string, followUp: string) => {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (because: FollowUpReason) => client.endFollowUp(referral, followUp, because),
    onSuccess: (shown) => answers.setQueryData(['visits'], shown),
    onError: () => void answers.invalidateQueries({ queryKey: ['visits'] }),
  });
};
