import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { Language, Me } from '#src/contract/session.ts';
import { useDesk } from '../../desk.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { prefer, preferences } from '../../parts/preferences.ts';
import { Screen } from '../../parts/screen.tsx';
import { useShelf } from '../../parts/shelf.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { type Key, useSpeech } from '../../words/words.ts';

/** Each language is named in itself: who cannot read the page can still find the way out of it. */
const languages: readonly { readonly value: Language; readonly words: string; readonly lang: string }[] = [
  { value: 'en', words: 'English', lang: 'en' },
  { value: 'zh-Hant', words: '繁體中文', lang: 'zh-Hant' },
  { value: 'zh-Hans', words: '简体中文', lang: 'zh-Hans' },
];

export function SettingsScreen() {
  const { say, language } = useSpeech();
  const { client, session, kept } = useDesk();
  const { size, theme } = useShelf(preferences);
  // Marked with the tap itself: a mutation says that it is under way a moment later, and the mark would flip back until then.
  const [wanted, want] = useState<Language>();
  const speak = useMutation({
    mutationFn: (wanted: Language) => client.speak(wanted),
    onError: () => want(undefined),
    onSuccess: (me) => {
      prefer({ language: me.language });
      session.keep(me);
    },
  });
  const leave = useMutation({
    mutationFn: client.signOut,
    onSuccess: () => {
      kept.dropAll();
      location.assign(import.meta.env.BASE_URL);
    },
  });
  return (
    <Screen title={say('settings.title')}>
      <div className="stack narrow">
        <You />
        {keepsRules(session.me) && (
          <Link href="/rules" className="button">
            {say('rules.title')}
          </Link>
        )}
        <Options
          legend={say('settings.language')}
          options={languages}
          chosen={wanted ?? session.me?.language ?? language}
          onChoose={(chosen) => {
            want(chosen);
            speak.mutate(chosen);
          }}
        />
        {speak.error && <TroubleNotice error={speak.error} />}
        <Options
          legend={say('settings.size')}
          options={[
            { value: 'normal', words: say('settings.size.normal') },
            { value: 'large', words: say('settings.size.large') },
            { value: 'largest', words: say('settings.size.largest') },
          ]}
          chosen={size}
          onChoose={(wanted) => prefer({ size: wanted })}
        />
        <Options
          legend={say('settings.theme')}
          options={[
            { value: 'auto', words: say('settings.theme.auto') },
            { value: 'light', words: say('settings.theme.light') },
            { value: 'dark', words: say('settings.theme.dark') },
          ]}
          chosen={theme}
          onChoose={(wanted) => prefer({ theme: wanted })}
        />
        {leave.error && <TroubleNotice error={leave.error} />}
        <div>
          <button type="button" className="button" aria-disabled={leave.isPending} onClick={() => leave.mutate()}>
            {say('settings.out')}
          </button>
        </div>
      </div>
    </Screen>
  );
}

const keepsRules = (me: Me | undefined): boolean =>
  me?.works.some(({ roles }) => roles.includes('administrator')) === true;

function You() {
  const { say, language, has } = useSpeech();
  const { session } = useDesk();
  const now = useNow();
  const { me } = session;
  if (!me) return null;
  // Roles have no gaps; one this page does not know is shown as it is.
  const role = (name: string) => (has(`role.${name}`) ? (say as (key: Key) => string)(`role.${name}` as Key) : name);
  return (
    <section className="card" aria-label={say('settings.you')}>
      <h2>{nameIn(language, me.name)}</h2>
      {me.works.map(({ institution, name, roles }) => (
        <p key={institution}>
          {nameIn(language, name)} <span className="soft">· {roles.map(role).join(', ')}</span>
        </p>
      ))}
      {me.works.some(({ roles }) => roles.some((one) => ['privacy-officer', 'records', 'auditor'].includes(one))) && (
        <p>
          <Link href="/privacy">{say('privacy.link')}</Link>
        </p>
      )}
      {me.works.some(({ roles }) => roles.includes('privacy-officer')) && (
        <p>
          <Link href="/reviews">{say('reviews.link')}</Link>
        </p>
      )}
      <p className="small soft">{say('settings.until', { at: spokenTime(me.until, now, language, say) })}</p>
    </section>
  );
}

type OptionsProps<Value extends string> = {
  readonly legend: string;
  readonly options: readonly { readonly value: Value; readonly words: string; readonly lang?: string }[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
};

function Options<Value extends string>({ legend, options, chosen, onChoose }: OptionsProps<Value>) {
  const name = useId();
  return (
    <fieldset className="options">
      <legend className="legend">{legend}</legend>
      {options.map(({ value, words, lang }) => (
        <label key={value} className="option">
          <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />
          <span lang={lang}>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
