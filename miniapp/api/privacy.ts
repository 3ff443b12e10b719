import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  BreachAsked,
  DrillShown,
  PrivacyDesk,
  RequestAsked,
  RequestStepAsked,
  WhoIsWhoAsked,
} from '#src/contract/privacy.ts';
import { useDesk } from '../desk.ts';

/** The privacy officer's desk, and what changes it: each deed answers with the whole desk as it is afterwards. */
export function usePrivacy() {
  const { client } = useDesk();
  const desk = useQuery({ queryKey: ['privacy'], queryFn: client.privacy });
  return { desk, client };
}

function usePrivacyDeed<Given>(deed: (given: Given) => Promise<PrivacyDesk>) {
  const answers = useQueryClient();
  return useMutation<PrivacyDesk, Error, Given>({
    mutationFn: deed,
    onSuccess: (desk) => void answers.setQueryData(['privacy'], desk),
  });
}

export function usePrivacyDeeds() {
  const { client } = useDesk();
  return {
    ask: usePrivacyDeed<RequestAsked>((asked) => client.askRight(asked)),
    step: usePrivacyDeed<{ readonly id: string; readonly step: RequestStepAsked }>(({ id, step }) =>
      client.stepRight(id, step),
    ),
    note: usePrivacyDeed<BreachAsked>((asked) => client.noteBreach(asked)),
    close: usePrivacyDeed<{ readonly id: string; readonly notify: boolean; readonly why: string }>(
      ({ id, ...decided }) => client.closeBreach(id, decided),
    ),
    whoIsWho: usePrivacyDeed<WhoIsWhoAsked>((asked) => client.settleWhoIsWho(asked)),
    hold: usePrivacyDeed<{ readonly referral: string; readonly reason: string }>((asked) => client.setHold(asked)),
    lift: usePrivacyDeed<string>((id) => client.liftHold(id)),
    erase: usePrivacyDeed<string>((referral) => client.eraseRecord(referral)),
  };
}

/** Who is affected and the draft of the notice, asked for when it is wanted. */
export function useDrill() {
  const { client } = useDesk();
  return useMutation<DrillShown, Error, string>({ mutationFn: (id) => client.drillBreach(id) });
}
