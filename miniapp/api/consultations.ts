import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConsultationShown, QuestionAsked, WordAsked } from '#src/contract/consultation.ts';
import { useDesk } from '../desk.ts';
import type { Client } from './client.ts';

export const useConsultations = () => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['consultations'], queryFn: client.consultations });
};

/** How many questions wait: a number for the first screen. */
export const useQuestionsWaiting = () => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['consultations', 'waiting'], queryFn: client.questionsWaiting });
};

/** The threads of one referral. What is shown is noted as read, so that it is asked again by a word only, never by coming back to the page. */
export const useConsultation = (id: string) => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['consultation', id], queryFn: () => client.consultation(id) });
};

/** Asking, saying more, taking back: each answers with all threads as they are then; a conflict fetches them and leaves what was typed alone. */
function useSaying<Given>(id: string, deed: (client: Client, given: Given) => Promise<ConsultationShown>) {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation<ConsultationShown, Error, Given>({
    mutationFn: (given) => deed(client, given),
    onSuccess: (shown) => {
      answers.setQueryData(['consultation', id], shown);
      void answers.invalidateQueries({ queryKey: ['consultations'] });
    },
    onError: () => void answers.invalidateQueries({ queryKey: ['consultation', id] }),
  });
}

export const useAskQuestion = (id: string) =>
  useSaying(id, (client, asked: QuestionAsked) => client.askQuestion(id, asked));
export const useSayMore = (id: string) =>
  useSaying(id, (client, { question, ...asked }: WordAsked & { readonly question: string }) =>
    client.sayMore(id, question, asked),
  );
export const useTakeBack = (id: string) =>
  useSaying(id, (client, question: string) => client.takeBackQuestion(id, question));
