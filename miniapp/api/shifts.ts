import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NoteAsked, TakeAsked } from '#src/contract/handover.ts';
import type { RosterAsked, WeekCopyAsked } from '#src/contract/rosters.ts';
import { useDesk } from '../desk.ts';

export const useHandover = () => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['handover'], queryFn: client.handover });
};

/** Taking one case or several. Whoever was not first looks at the list as it is now. */
export const useTakeOver = () => {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (asked: TakeAsked) => client.takeOver(asked),
    onSuccess: ({ shown }) => {
      answers.setQueryData(['handover'], shown);
      void answers.invalidateQueries({ queryKey: ['work'] });
    },
    onError: () => void answers.invalidateQueries({ queryKey: ['handover'] }),
  });
};

export const useLeaveNote = () => {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (asked: NoteAsked) => client.leaveNote(asked),
    onSuccess: (shown) => answers.setQueryData(['handover'], shown),
  });
};

/** One week; `day` any day of it, this week where it is absent. */
export const useRosters = (day: string | undefined) => {
  const { client } = useDesk();
  return useQuery({
    queryKey: ['rosters', day ?? 'now'],
    queryFn: () => client.rosters(day),
    placeholderData: (before) => before,
  });
};

/** Whoever planned an older line than there is sees what stands; their own choice stays with the form. */
export const usePlanShift = (day: string | undefined) => {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (asked: RosterAsked) => client.planShift(asked),
    onSuccess: (shown) => answers.setQueryData(['rosters', day ?? 'now'], shown),
    onError: () => answers.invalidateQueries({ queryKey: ['rosters'] }),
  });
};

export const useCopyWeek = (day: string | undefined) => {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (asked: WeekCopyAsked) => client.copyWeek(asked),
    onSuccess: ({ shown }) => answers.setQueryData(['rosters', day ?? 'now'], shown),
  });
};
