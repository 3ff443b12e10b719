import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { makeCoder } from '#src/domain/intake/coder.ts';
import type { Naming } from '#src/domain/record/naming.ts';
import type { ReviewLimits } from '#src/domain/safety/reviewing.ts';
import type { Uploads } from '#src/usecases/uploading/page-upload.ts';
import type { World } from '#src/usecases/world.ts';
import { headers } from './headers.ts';
import { keepRefusals } from './keep-refusals.ts';
import type { OpenDownloads } from './open-downloads.ts';
import { addressOf, type Paces, pace, personOf } from './pace.ts';
import { pages } from './pages.ts';
import { type PatientParts, patientRoutes } from './patient/routes.ts';
import { type AdminParts, adminRoutes } from './routes/admin.ts';
import { alertRoutes } from './routes/alerts.ts';
import { type CdsParts, cdsRoutes } from './routes/cds.ts';
import { consentRoutes } from './routes/consents.ts';
import { consultationRoutes } from './routes/consultations.ts';
import { documentRoutes, type PagePicture } from './routes/documents.ts';
import { drawerRoutes } from './routes/drawer.ts';
import { drillRoutes } from './routes/drill.ts';
import { emergencyRoutes } from './routes/emergency.ts';
import { figureRoutes } from './routes/figures.ts';
import { fileRoutes, type MarkedCopy, type PlayableSound } from './routes/files.ts';
import { findRoutes } from './routes/find.ts';
import { handoverRoutes } from './routes/handover.ts';
import { healthRoutes, type Readiness } from './routes/health.ts';
import { type ImageParts, imageRoutes } from './routes/images.ts';
import { letterRoutes } from './routes/letters.ts';
import { linkRoutes } from './routes/links.ts';
import { liveRoutes, type OpenScreens } from './routes/live.ts';
import { type PrivacyParts, privacyRoutes } from './routes/privacy.ts';
import { recordRoutes } from './routes/record.ts';
import { referralRoutes } from './routes/referrals.ts';
import { rosterRoutes } from './routes/rosters.ts';
import { safetyRuleRoutes } from './routes/safety-rules.ts';
import { openRoutes, type SessionDoors, sessionRoutes } from './routes/session.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { visitRoutes } from './routes/visits.ts';
import { troubles } from './troubles.ts';
import { type SessionRow, who } from './who.ts';

export type AppParts = {
  readonly world: World;
  readonly naming: Naming;
  readonly phrasing?: Parameters<typeof recordRoutes>[3];
  readonly doors: SessionDoors;
  readonly uploads: Uploads;
  readonly images: Pick<ImageParts, 'imaging' | 'wholeFile'>;
  readonly pagePicture: PagePicture;
  readonly markedCopy: MarkedCopy;
  readonly playableSound?: PlayableSound;
  readonly letters: Parameters<typeof letterRoutes>[2];
  readonly safetyReview: ReviewLimits;
  readonly admin: AdminParts;
  readonly drills: Parameters<typeof drillRoutes>[2];
  readonly alertBudget: Parameters<typeof figureRoutes>[2];
  readonly cds?: CdsParts;
  readonly screens: OpenScreens;
  readonly privacy: PrivacyParts;
  readonly downloads: OpenDownloads;
  /** Has the house follow a changed roster in this instance at once. */
  readonly followRosters: () => Promise<void>;
  readonly fileBytes: Parameters<typeof fileRoutes>[2]['fileBytes'];
  readonly sessionBy: (id: string, using: boolean) => Promise<SessionRow | undefined>;
  readonly hasLeft: (session: SessionRow) => Promise<boolean>;
  readonly during: Parameters<typeof who>[0]['during'];
  readonly ready: () => Promise<Readiness>;
  readonly metrics: () => Promise<string>;
  readonly callbackDoor?: Middleware;
  readonly patients: Omit<PatientParts, 'world'>;
  readonly dist: string;
  readonly frame: () => string | undefined;
  readonly behindProxy: boolean;
  readonly paces: Paces;
  readonly onSurprise: (error: unknown) => void;
};

/** The doors without a session, and those that need one. Read from top to bottom they are the list of everything that can be asked. */
export function doorsOf(parts: AppParts): { readonly open: Router; readonly closed: Router } {
  const { world, doors } = parts;
  const open = new Router();
  healthRoutes(open, parts.ready, parts.metrics);
  open.post('/api/session', pace(parts.paces.signIn, addressOf));
  openRoutes(open, world, doors);
  patientRoutes(open, { world, ...parts.patients });
  cdsRoutes(open, parts.cds);

  const closed = new Router();
  closed.use(
    who({
      house: world.house,
      sessionBy: parts.sessionBy,
      hasLeft: parts.hasLeft,
      during: parts.during,
      serves: (tenant) => doors.tenants.some((one) => one.tenant === tenant),
    }),
  );
  closed.use(pace(parts.paces.person, personOf));
  closed.use(keepRefusals(world));
  sessionRoutes(closed, world, doors);
  drawerRoutes(closed, world);
  referralRoutes(closed, world);
  fileRoutes(closed, world, parts);
  findRoutes(closed, world, parts.naming.lexicon);
  linkRoutes(closed, world);
  consentRoutes(closed, world, parts.patients.address);
  emergencyRoutes(closed, world);
  alertRoutes(closed, world);
  safetyRuleRoutes(closed, world, parts.safetyReview);
  adminRoutes(closed, world, parts.admin);
  drillRoutes(closed, world, parts.drills);
  figureRoutes(closed, world, parts.alertBudget);
  recordRoutes(closed, world, parts.naming, parts.phrasing);
  documentRoutes(closed, world, {
    picture: parts.pagePicture,
    downloads: parts.downloads,
    coder: makeCoder(parts.naming.lexicon),
  });
  uploadRoutes(closed, parts.uploads);
  imageRoutes(closed, { world, ...parts.images, screens: parts.screens, downloads: parts.downloads });
  consultationRoutes(closed, world, parts.screens);
  visitRoutes(closed, world, parts.screens);
  handoverRoutes(closed, world, parts.screens);
  rosterRoutes(closed, world, parts.screens, parts.followRosters);
  privacyRoutes(closed, world, parts.privacy);
  letterRoutes(closed, world, parts.letters);
  liveRoutes(closed, parts.screens, world);
  return { open, closed };
}

/** The door for requests. */
export function makeApp(parts: AppParts): Koa {
  const app = new Koa({ proxy: parts.behindProxy });
  app.on('error', (error) => parts.onSurprise(error));
  // Sign-ins that failed, tokens that do not fit, too many requests: seen by whoever watches, without who or what was asked.
  app.on('turned away', (code: string, status: number) =>
    parts.world.log.warn({ code, status }, 'somebody was turned away at the door'),
  );
  app.use(troubles);
  app.use(headers(parts.frame));
  app.use(pages(parts.dist));
  if (parts.callbackDoor) app.use(parts.callbackDoor);
  app.use(pace(parts.paces.address, addressOf));
  const { open, closed } = doorsOf(parts);
  app.use(open.routes());
  app.use(closed.routes());
  return app;
}
