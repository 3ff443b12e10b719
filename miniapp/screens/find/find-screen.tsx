import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import type { FindAsked } from '#src/contract/find.ts';
import { useFound } from '../../api/answers.ts';
import { FindIcon } from '../../parts/icons.tsx';
import { Screen } from '../../parts/screen.tsx';
import { State, TroubleState, Waiting } from '../../parts/standings.tsx';
import { useSay } from '../../words/words.ts';
import { FilterChips } from './filter-chips.tsx';
import { FoundList } from './found-list.tsx';
import { ScanButton } from './scan-button.tsx';
import { askedOf, noWish, type Wish } from './wish.ts';

/** By patient, words or code, and narrowed by chips. What was searched for stays in this screen's memory: no address, no storage. */
export function FindScreen() {
  const say = useSay();
  const [wish, setWish] = useState(noWish);
  const [asked, setAsked] = useState<FindAsked>();
  const answer = useFound(asked);
  const ask = (next: Wish) => {
    setWish(next);
    setAsked(askedOf(next, new Date()));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    ask(wish);
  };
  return (
    <Screen title={say('find.title')}>
      <div className="stack narrow">
        <form className="stack stack--tight" role="search" onSubmit={onSubmit}>
          <SearchField
            id="find"
            label={say('find.label')}
            help={say('find.help')}
            value={wish.words}
            onType={(words) => setWish({ ...wish, words })}
          />
          <div className="row">
            <button type="submit" className="button button--main">
              <FindIcon size={18} />
              {say('find.go')}
            </button>
            <ScanButton onCode={(words) => ask({ ...noWish, words })} />
          </div>
          <details>
            <summary>{say('find.narrow')}</summary>
            <div className="stack stack--tight">
              <SearchField
                id="find-patient"
                label={say('find.patient')}
                value={wish.patient}
                onType={(patient) => setWish({ ...wish, patient })}
              />
              {/* A chip asks again at once, where something was asked already. */}
              <FilterChips wish={wish} found={answer.data} onChange={asked ? ask : setWish} />
            </div>
          </details>
        </form>
        {asked && <Found answer={answer} />}
        <div>
          <Link href="/emergency" className="button button--quiet">
            {say('emergency.link')}
          </Link>
        </div>
      </div>
    </Screen>
  );
}

type FieldProps = {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly onType: (typed: string) => void;
};

function SearchField({ id, label, help, value, onType }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        value={value}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={120}
        {...(help ? { 'aria-describedby': `${id}-help` } : {})}
        onChange={({ target }) => onType(target.value)}
      />
      {help && (
        <p className="small soft" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** Nothing there and nothing that may be seen are one answer, with one way on for when somebody's life hangs on it. */
function Found({ answer: { data, error, refetch } }: { readonly answer: ReturnType<typeof useFound> }) {
  const say = useSay();
  if (error && !data) return <TroubleState error={error} again={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (data.patients.length === 0)
    return (
      <div role="status">
        <State icon={<FindIcon size={40} />} title={say('find.nothing')} help={say('find.nothing.help')} />
      </div>
    );
  const n = data.patients.reduce((sum, { referrals, documents }) => sum + referrals.length + documents.length, 0);
  return (
    <div className="stack stack--tight">
      <p role="status" className="soft">
        {say('find.count', { n })}
        {data.more && (
          <>
            <br />
            {say('find.more')}
          </>
        )}
      </p>
      <FoundList found={data} />
    </div>
  );
}
