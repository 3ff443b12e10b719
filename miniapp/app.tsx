import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Route, Router, Switch } from 'wouter';
import type { Language, Me, Setup } from '#src/contract/session.ts';
import { type Desk, DeskProvider, UploadsProvider, useDesk } from './desk.ts';
import { Fallen } from './parts/fallen.tsx';
import { Frame } from './parts/frame.tsx';
import { DoubtIcon } from './parts/icons.tsx';
import { Later, LaterScreen } from './parts/later.tsx';
import { preferences, wear } from './parts/preferences.ts';
import { Screen } from './parts/screen.tsx';
import { useShelf } from './parts/shelf.ts';
import { NothingHere, State } from './parts/standings.tsx';
import { NotSignedIn, Opening, SignedInBeside, SignInAgain, SignInByHand } from './screens/door/door-screens.tsx';
import { WorkScreen } from './screens/work/work-screen.tsx';
import { ownUploads } from './uploading/own-uploads.ts';
import { patientWait } from './uploading/patience.ts';
import { catalogueIn, type Speech, SpeechProvider, speechIn, useSay } from './words/words.ts';

const referral = new LaterScreen(async () => (await import('./screens/referral/referral-screen.tsx')).ReferralScreen);
const sign = new LaterScreen(async () => (await import('./screens/referral/sign-screen.tsx')).SignScreen);
const link = new LaterScreen(async () => (await import('./screens/referral/link-screen.tsx')).LinkScreen);
const record = new LaterScreen(async () => (await import('./screens/record/record-screen.tsx')).RecordScreen);
const begin = new LaterScreen(async () => (await import('./screens/new/new-screen.tsx')).NewScreen);
const upload = new LaterScreen(async () => (await import('./screens/upload/upload-screen.tsx')).UploadScreen);
const find = new LaterScreen(async () => (await import('./screens/find/find-screen.tsx')).FindScreen);
const images = new LaterScreen(async () => (await import('./screens/images/images-screen.tsx')).ImagesScreen);
const questions = new LaterScreen(
  async () => (await import('./screens/consultation/consultations-screen.tsx')).ConsultationsScreen,
);
const consultation = new LaterScreen(
  async () => (await import('./screens/consultation/consultation-screen.tsx')).ConsultationScreen,
);
const visits = new LaterScreen(async () => (await import('./screens/visits/visits-screen.tsx')).VisitsScreen);
const emergency = new LaterScreen(
  async () => (await import('./screens/emergency/emergency-screen.tsx')).EmergencyScreen,
);
const reviews = new LaterScreen(async () => (await import('./screens/reviews/reviews-screen.tsx')).ReviewsScreen);
const rules = new LaterScreen(async () => (await import('./screens/rules/rules-screen.tsx')).RulesScreen);
const privacy = new LaterScreen(async () => (await import('./screens/privacy/privacy-screen.tsx')).PrivacyScreen);
const drills = new LaterScreen(async () => (await import('./screens/drill/drills-screen.tsx')).DrillsScreen);
const drill = new LaterScreen(async () => (await import('./screens/drill/drill-screen.tsx')).DrillScreen);
const figures = new LaterScreen(async () => (await import('./screens/figures/figures-screen.tsx')).FiguresScreen);
const admin = new LaterScreen(async () => (await import('./screens/admin/admin-screen.tsx')).AdminScreen);
const handover = new LaterScreen(async () => (await import('./screens/handover/handover-screen.tsx')).HandoverScreen);
const rosters = new LaterScreen(async () => (await import('./screens/rosters/rosters-screen.tsx')).RostersScreen);
const more = new LaterScreen(async () => (await import('./screens/more/more-screen.tsx')).MoreScreen);
const settings = new LaterScreen(async () => (await import('./screens/settings/settings-screen.tsx')).SettingsScreen);

const wait = patientWait(window);

/** Once the first screen stands, the others come while nothing else is to do: the next tap shows at once. */
async function fetchTheRest(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  for (const screen of [referral, record, upload, begin, find, more, settings, images]) await screen.come();
}

/** The page: speaks the reader's language, knows who is there, shows the screen of the address. */
export function App({ desk, beside }: { readonly desk: Desk; readonly beside: boolean }) {
  const standing = useShelf(desk.session.standing);
  const preferred = useShelf(preferences).language;
  const me = 'me' in standing ? standing.me : undefined;
  const speech = useSpeechIn(me?.language ?? preferred);
  if (!speech) return <Unspoken />;
  return (
    <SpeechProvider value={speech}>
      <DeskProvider value={desk}>
        <QueryClientProvider client={desk.answers}>
          <Fallen instead={<FallenScreen />}>
            {standing.is === 'opening' && <Opening />}
            {standing.is === 'refused' && <NotSignedIn code={standing.code} again={() => location.reload()} />}
            {standing.is === 'by-hand' && !standing.me && <SignInByHand setup={standing.setup} />}
            {me && 'setup' in standing && (beside ? <SignedInBeside /> : <SignedIn me={me} setup={standing.setup} />)}
            {standing.is === 'by-hand' && standing.me && (
              <SignInAgain setup={standing.setup} takeUp={() => void desk.session.takeUp().catch(() => undefined)} />
            )}
          </Fallen>
        </QueryClientProvider>
      </DeskProvider>
    </SpeechProvider>
  );
}

/** Before any language has come: our mark, and nothing that would have to be read. */
const Unspoken = () => (
  <main className="state" aria-busy="true">
    <img src={`${import.meta.env.BASE_URL}baton.svg`} width="56" height="56" alt="Baton 接棒" />
  </main>
);

function SignedIn({ me, setup }: { readonly me: Me; readonly setup: Setup }) {
  const desk = useDesk();
  const { person } = me;
  const limit = setup.uploadLimitBytes;
  const uploads = useMemo(() => ownUploads(desk, person, limit), [desk, person, limit]);
  useEffect(() => {
    desk.listen();
    // Not had now, they are asked for again when they are needed.
    fetchTheRest().catch(() => undefined);
  }, [desk]);
  return (
    <UploadsProvider value={uploads}>
      <Router base={import.meta.env.BASE_URL.replace(/\/$/, '')}>
        <Frame>
          <Screens />
        </Frame>
      </Router>
    </UploadsProvider>
  );
}

function Screens() {
  const say = useSay();
  return (
    <Switch>
      <Route path="/">
        <WorkScreen />
      </Route>
      <Route path="/r/:id">{({ id }) => <Later key={id} screen={referral} given={{ id }} />}</Route>
      <Route path="/r/:id/sign">{({ id }) => <Later key={`sign ${id}`} screen={sign} given={{ id }} />}</Route>
      <Route path="/r/:id/record">{({ id }) => <Later key={`record ${id}`} screen={record} given={{ id }} />}</Route>
      <Route path="/r/:id/images">{({ id }) => <Later key={`images ${id}`} screen={images} given={{ id }} />}</Route>
      <Route path="/r/:id/consultation">
        {({ id }) => <Later key={`consultation ${id}`} screen={consultation} given={{ id }} />}
      </Route>
      <Route path="/consultation">
        <Later screen={questions} given={{}} />
      </Route>
      <Route path="/visits">
        <Later screen={visits} given={{}} />
      </Route>
      <Route path="/l/:token">{({ token }) => <Later key={token} screen={link} given={{ token }} />}</Route>
      <Route path="/new">
        <Later screen={begin} given={{}} />
      </Route>
      <Route path="/upload">
        <Later screen={upload} given={{}} />
      </Route>
      <Route path="/find">
        <Later screen={find} given={{}} />
      </Route>
      <Route path="/emergency">
        <Later screen={emergency} given={{}} />
      </Route>
      <Route path="/privacy">
        <Later screen={privacy} given={{}} />
      </Route>
      <Route path="/reviews">
        <Later screen={reviews} given={{}} />
      </Route>
      <Route path="/rules">
        <Later screen={rules} given={{}} />
      </Route>
      <Route path="/drill">
        <Later screen={drills} given={{}} />
      </Route>
      <Route path="/drill/:id">{({ id }) => <Later key={`drill ${id}`} screen={drill} given={{ id }} />}</Route>
      <Route path="/figures">
        <Later screen={figures} given={{}} />
      </Route>
      <Route path="/admin">
        <Later screen={admin} given={{}} />
      </Route>
      <Route path="/handover">
        <Later screen={handover} given={{}} />
      </Route>
      <Route path="/rosters">
        <Later screen={rosters} given={{}} />
      </Route>
      <Route path="/more">
        <Later screen={more} given={{}} />
      </Route>
      <Route path="/settings">
        <Later screen={settings} given={{}} />
      </Route>
      <Route>
        <Screen title={say('app.name')} deep>
          <NothingHere />
        </Screen>
      </Route>
    </Switch>
  );
}

function FallenScreen() {
  const say = useSay();
  return (
    <main role="alert">
      <State icon={<DoubtIcon size={44} />} title={say('app.unexpected')} help={say('app.unexpected.help')}>
        <button type="button" className="button button--main" onClick={() => location.reload()}>
          {say('app.reload')}
        </button>
      </State>
    </main>
  );
}

/** The catalogue of one language, once it has come; until then the one before. */
function useSpeechIn(language: Language): Speech | undefined {
  const [speech, setSpeech] = useState<Speech>();
  useEffect(() => {
    let wanted = true;
    const come = async (tries: number): Promise<void> => {
      try {
        const catalogue = await catalogueIn(language);
        if (!wanted) return;
        wear({ ...preferences.now, language });
        setSpeech(speechIn(language, catalogue));
      } catch {
        // The network went while the words were on their way: without them nothing can be said, so they are asked for again.
        await wait(tries);
        if (wanted) await come(tries + 1);
      }
    };
    void come(1);
    return () => {
      wanted = false;
    };
  }, [language]);
  return speech;
}
