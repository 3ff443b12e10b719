import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DrillAsked, DrillDesk, DrillResult } from '#src/contract/drill.ts';
import { useDesk } from '../desk.ts';

export function useDrills() {
  const { client } = useDesk();
  return useQuery({ queryKey: ['drills'], queryFn: client.drills });
}

/** How one goes, looked at again while it runs. */
export function useDrillResult(id: string) {
  const { client } = useDesk();
  return useQuery({
    queryKey: ['drill', id],
    queryFn: () => client.drill(id),
    refetchInterval: ({ state }) => (state.data?.endedAt ? false : 5_000),
  });
}

export function useDrillDeeds() {
  const { client } = useDesk();
  const answers = useQueryClient();
  return {
    start: useMutation<DrillDesk, Error, DrillAsked>({
      mutationFn: (asked) => client.startDrill(asked),
      onSuccess: (desk) => void answers.setQueryData(['drills'], desk),
    }),
    end: useMutation<DrillResult, Error, string>({
      mutationFn: (id) => client.endDrill(id),
      onSuccess: (result) => {
        answers.setQueryData(['drill', result.referral], result);
        void answers.invalidateQueries({ queryKey: ['drills'] });
      },
    }),
  };
}
