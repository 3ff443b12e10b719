import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useHotlines } from '../../api/answers.ts';
import { useDesk, useUploads } from '../../desk.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKept } from '../../keeping/use-kept.ts';
import { useOnce } from '../../keeping/use-once.ts';
import { ChosenList } from '../../parts/chosen-list.tsx';
import { FilePickers } from '../../parts/file-pickers.tsx';
import { HotlineChoice } from '../../parts/hotline-choice.tsx';
import { Screen } from '../../parts/screen.tsx';
import { TroubleNotice } from '../../parts/standings.tsx';
import { together } from '../../uploading/chosen-files.ts';
import { useSay } from '../../words/words.ts';

/** A new referral in one go: where to, the story, the files. Baton reads it and asks for the rest on the next screen. */
export function NewScreen() {
  const say = useSay();
  const { client } = useDesk();
  const { queue } = useUploads();
  const answers = useQueryClient();
  const [, go] = useLocation();
  const { data: hotlines } = useHotlines();
  const [chosen, setChosen] = useState('');
  const story = useKept('new');
  const once = useOnce('new:once');
  const { text } = story;
  const [files, setFiles] = useState<readonly File[]>([]);
  const [fault, setFault] = useState<'new.choose' | 'new.nothing'>();
  const only = hotlines?.length === 1 ? hotlines[0]?.id : undefined;
  const hotline = chosen || only || '';

  const begin = useMutation({
    mutationFn: () => client.draft(hotline, text.trim(), once.take()),
    onSuccess: (shown) => {
      story.forget();
      once.done();
      answers.setQueryData(['referral', shown.id], shown);
      void answers.invalidateQueries({ queryKey: ['work'] });
      queue.add(files, { referral: shown.id });
      go(`/r/${shown.id}`);
    },
  });

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const missing = !hotline ? 'new.choose' : !text.trim() && files.length === 0 ? 'new.nothing' : undefined;
    setFault(missing);
    if (!missing && !begin.isPending) begin.mutate();
  };

  return (
    <Screen title={say('new.title')}>
      <form className="stack new" onSubmit={onSubmit}>
        <HotlineChoice chosen={hotline} onChoose={setChosen} />
        <div className="field">
          <label htmlFor="story">{say('new.text')}</label>
          <p className="small soft" id="story-help">
            {say('new.text.help')}
          </p>
          <textarea
            id="story"
            aria-describedby="story-help"
            value={text}
            maxLength={20_000}
            rows={8}
            placeholder={say('new.text.example')}
            onChange={({ target }) => story.type(target.value)}
          />
          <StillHere kept={story} />
        </div>
        <div className="stack stack--tight">
          <h2>{say('new.files')}</h2>
          <FilePickers onFiles={(more) => setFiles((before) => together(before, more))} />
          <ChosenList files={files} onChange={setFiles} />
        </div>
        {fault && (
          <p className="late" role="alert">
            {say(fault)}
          </p>
        )}
        {begin.error && <TroubleNotice error={begin.error} />}
        <button type="submit" className="button button--main button--wide" aria-disabled={begin.isPending}>
          {say('new.go')}
        </button>
      </form>
    </Screen>
  );
}
