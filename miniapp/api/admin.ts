import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AdminDesk, SwitchAsked } from '#src/contract/admin.ts';
import { useDesk } from '../desk.ts';

/** The administrator's desk, and what changes it: each deed answers with the whole desk as it is afterwards. */
export function useAdmin() {
  const { client } = useDesk();
  return useQuery({ queryKey: ['admin'], queryFn: client.admin });
}

export function useAdminDeeds() {
  const { client } = useDesk();
  const answers = useQueryClient();
  const keep = (desk: AdminDesk) => void answers.setQueryData(['admin'], desk);
  return {
    off: useMutation<AdminDesk, Error, SwitchAsked>({
      mutationFn: (asked) => client.switchOff(asked),
      onSuccess: keep,
    }),
    on: useMutation<AdminDesk, Error, Pick<SwitchAsked, 'kind' | 'id'>>({
      mutationFn: (asked) => client.switchOn(asked),
      onSuccess: keep,
    }),
    endSessions: useMutation<undefined, Error, string>({
      mutationFn: (person) => client.endSessionsOf(person),
      onSuccess: () => void answers.invalidateQueries({ queryKey: ['admin'] }),
    }),
  };
}

export function useWorks() {
  const { client } = useDesk();
  return useQuery({ queryKey: ['admin-works'], queryFn: client.works });
}

export function useDoctor() {
  const { client } = useDesk();
  return useQuery({ queryKey: ['admin-doctor'], queryFn: client.doctor });
}
