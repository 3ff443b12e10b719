import { QueryClient, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DocumentAnswer } from '#src/contract/documents.ts';
import type { FindAsked } from '#src/contract/find.ts';
import type { AnnotationAsked, ImagesShown, RemarkAsked } from '#src/contract/images.ts';
import type { UpdateAsked } from '#src/contract/record.ts';
import type { AcknowledgementAsked, ReferralShown } from '#src/contract/referral.ts';
import type { LiveWord } from '#src/contract/session.ts';
import { useDesk } from '../desk.ts';
import { Shelf } from '../parts/shelf.ts';
import type { Client } from './client.ts';
import { Refusal } from './refusal.ts';

/** Answers live in memory only, and go with the page. */
export const makeAnswers = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: 'always',
        retry: (times, error) => times < 2 && error instanceof Refusal && error.passes,
        retryDelay: (times) => 400 * 2 ** times,
      },
      mutations: { networkMode: 'always' },
    },
  });

/** Referrals that were closed under the reader's eyes: the screen says so, instead of saying that there never was one. */
export const closedHere = new Shelf<ReadonlySet<string>>(new Set());

/** Something changed: what is shown is asked again. A word about a version we already show asks nothing, so that looking never leads to looking. */
export function hearWord(answers: QueryClient, word: LiveWord, since: number): void {
  if (word.kind === 'hello') return catchUp(answers, since);
  if (word.kind === 'missed') return catchUp(answers, Number.POSITIVE_INFINITY);
  if (word.kind === 'closed' && word.id) wipe(answers, word.id);
  if (word.kind === 'images' && word.id) return void answers.invalidateQueries({ queryKey: ['image-marks', word.id] });
  if (word.kind === 'consultation') {
    void answers.invalidateQueries({ queryKey: ['consultations'] });
    void answers.invalidateQueries({ queryKey: ['consultation', word.id] });
    return void answers.invalidateQueries({ queryKey: ['image-marks', word.id] });
  }
  if (word.kind === 'walk' && word.id) {
    const walk = word.walk;
    answers.setQueryData<ImagesShown>(['images', word.id], (shown) => shown && { ...shown, walk });
    return;
  }
  if (word.kind === 'referral' && word.id) {
    const shown = answers.getQueryData<ReferralShown>(['referral', word.id]);
    if (!shown || word.version === undefined || shown.version < word.version) {
      void answers.invalidateQueries({ queryKey: ['referral', word.id] });
      void answers.invalidateQueries({ queryKey: ['record', word.id] });
    }
    void answers.invalidateQueries({ queryKey: ['consent', word.id] });
    void answers.invalidateQueries({ queryKey: ['documents', word.id] });
  }
  void answers.invalidateQueries({ queryKey: ['work'] });
  for (const list of ['visits', 'handover', 'rosters']) void answers.invalidateQueries({ queryKey: [list] });
}

/** Leave to look has ended: what is held of it goes at once, and only then is it asked whether there is leave of another kind. */
function wipe(answers: QueryClient, id: string): void {
  closedHere.put(new Set([...closedHere.now, id]));
  void answers.resetQueries({ predicate: ({ queryKey }) => queryKey.includes(id) || queryKey[0] === 'consultations' });
}

/** A line stands (again): whatever is older than the line may have changed unheard. Each look is noted in the trail, so nothing is looked at twice. */
function catchUp(answers: QueryClient, since: number): void {
  void answers.invalidateQueries(
    { predicate: ({ state }) => state.dataUpdatedAt > 0 && state.dataUpdatedAt < since },
    { cancelRefetch: false },
  );
}

/** For a page without a line of its own: the list of work carries the versions, and so tells what to ask again. */
export async function glanceAtWork(answers: QueryClient, client: Pick<Client, 'work'>): Promise<void> {
  const work = await client.work();
  answers.setQueryData(['work'], work);
  for (const { id, version } of [...work.mine, ...work.waiting, ...work.overdue, ...work.done]) {
    const shown = answers.getQueryData<ReferralShown>(['referral', id]);
    if (shown && shown.version < version) void answers.invalidateQueries({ queryKey: ['referral', id] });
  }
}

export const useWork = () => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['work'], queryFn: client.work });
};

export const useReferral = (id: string) => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['referral', id], queryFn: () => client.referral(id) });
};

/** Who is asked to sign and what was signed before. It goes with the referral: asked again when that is. */
export const useSigning = (id: string) => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['referral', id, 'signing'], queryFn: () => client.signing(id) });
};

/** What was read of the files. A page without a line of its own looks again while something is being read. */
export const useDocuments = (id: string) => {
  const { client } = useDesk();
  return useQuery({
    queryKey: ['documents', id],
    queryFn: () => client.documents(id),
    refetchInterval: ({ state }) => (state.data?.some((each) => each.state === 'reading') ? 4_000 : false),
  });
};

/** Taking over, leaving out, or saying whose it is; what was taken over changes the referral itself. */
export const useDocumentAnswer = (id: string, file: string) => {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (said: DocumentAnswer | 'confirm') =>
      said === 'confirm' ? client.confirmDocument(id, file) : client.answerDocument(id, file, said),
    onSuccess: (shown) => {
      answers.setQueryData(['documents', id], shown);
      void answers.invalidateQueries({ queryKey: ['referral', id] });
      void answers.invalidateQueries({ queryKey: ['record', id] });
    },
  });
};

/** The answer brings what the safety net says now; the rest of the referral stays as it is shown. */
export const useAnswerAlert = (id: string) => {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (asked: AcknowledgementAsked) => client.answerAlert(id, asked),
    onSuccess: (safety) =>
      answers.setQueryData<ReferralShown>(['referral', id], (shown) => (shown ? { ...shown, safety } : shown)),
  });
};

export const useRecord = (id: string) => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['record', id], queryFn: () => client.record(id), staleTime: 60_000 });
};

/** Keeps a change after the signature; its answer is the record as it is then. */
export const useUpdate = (id: string) => {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (asked: UpdateAsked) => client.update(id, asked),
    onSuccess: (shown) => {
      answers.setQueryData(['record', id], shown);
      void answers.invalidateQueries({ queryKey: ['referral', id] });
    },
  });
};

export const useImages = (id: string) => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['images', id], queryFn: () => client.images(id) });
};

/** The pictures of an earlier referral; gone with leave for either of the two. */
export const usePrior = (id: string, earlier: string | undefined) => {
  const { client } = useDesk();
  return useQuery({
    queryKey: ['prior', id, earlier],
    queryFn: earlier === undefined ? skipToken : () => client.priorImages(id, earlier),
    // Each asking is a look in the trail.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
};

/** What people put on the images: it came with them, and is asked again by itself when somebody adds to it. */
export const useImageMarks = (id: string, { annotations }: Pick<ImagesShown, 'annotations'>, since: number) => {
  const { client } = useDesk();
  return useQuery({
    queryKey: ['image-marks', id],
    queryFn: () => client.imageMarks(id),
    initialData: { annotations },
    initialDataUpdatedAt: since,
    staleTime: Number.POSITIVE_INFINITY,
  });
};

/** A recording does not change; it goes with the screen. */
export const useEcg = (id: string, file: string) => {
  const { client } = useDesk();
  return useQuery({
    queryKey: ['ecg', id, file],
    queryFn: () => client.imageEcg(id, file),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
};

const useDrawing = <Asked, Answer>(id: string, deed: (client: Client, asked: Asked) => Promise<Answer>) => {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (asked: Asked) => deed(client, asked),
    onSuccess: () => answers.invalidateQueries({ queryKey: ['image-marks', id] }),
  });
};
export const useDraw = (id: string) => useDrawing(id, (client, asked: AnnotationAsked) => client.draw(id, asked));
export const useEraseDrawing = (id: string) => useDrawing(id, (client, one: string) => client.eraseDrawing(id, one));
export const useRemark = (id: string) =>
  useDrawing(id, (client, { mark, remark }: { readonly mark: string; readonly remark: RemarkAsked }) =>
    client.remark(id, mark, remark),
  );

export const useHotlines = () => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['hotlines'], queryFn: client.hotlines, staleTime: 600_000 });
};

export const useColleagues = () => {
  const { client } = useDesk();
  return useQuery({ queryKey: ['colleagues'], queryFn: client.colleagues, staleTime: 600_000 });
};

const isSameSearch = (before: FindAsked | string | undefined, now: FindAsked | undefined): boolean =>
  typeof before === 'object' && before.words === now?.words && before.patient === now?.patient;

/** Each search is noted in the trail, so that none is made again but by asking. */
export const useFound = (asked: FindAsked | undefined) => {
  const { client } = useDesk();
  return useQuery({
    queryKey: ['find', asked],
    queryFn: asked ? () => client.find(asked) : skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // While a chip narrows the same search, what was found stays on the screen.
    placeholderData: (before, query) => (query && isSameSearch(query.queryKey[1], asked) ? before : undefined),
  });
};

/** One deed on one referral. Its answer is the new state; a conflict fetches the new state, and leaves what was typed alone. */
export function useDeed<Given>(id: string, deed: (client: Client, given: Given) => Promise<ReferralShown>) {
  const { client } = useDesk();
  const answers = useQueryClient();
  return useMutation<ReferralShown, Error, Given>({
    mutationFn: (given) => deed(client, given),
    onSuccess: (shown) => {
      answers.setQueryData(['referral', id], shown);
      void answers.invalidateQueries({ queryKey: ['work'] });
      void answers.invalidateQueries({ queryKey: ['visits'] });
    },
    onError: (error) => {
      if (error instanceof Refusal && (error.status === 409 || error.code === 'referral.not-found'))
        void answers.invalidateQueries({ queryKey: ['referral', id] });
      void answers.invalidateQueries({ queryKey: ['visits'] });
    },
  });
}
