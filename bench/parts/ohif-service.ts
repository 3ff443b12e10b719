import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { noisySlice, seriesOf } from './noisy-slices.ts';

const version = '3.12.10';
const fingerprint = 'sha512-0kuF66Mq9c9dMD++bUsTjMrJpXJwaZhz9B4uS244DawAjSkTwIYFU93pxPuRUQixaRi7QAHlF3Fe1qudBlZrmA==';
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** The OHIF viewer as it is published on npm, ready to be served: its folder, kept for the next run. Undefined where the registry does not give it. */
export function ohifFolder(): string | undefined {
  const folder = join(tmpdir(), `baton-bench-ohif-${version}`);
  if (existsSync(folder)) return join(folder, 'package/dist');
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh);
  try {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', `@ohif/app@${version}`, '--json', '--pack-destination', fresh], {
        stdio: ['ignore', 'pipe', 'ignore'],
      }).toString('utf8'),
      // What npm prints with --json: a line for each package.
    ) as readonly { readonly filename: string }[];
    const file = join(fresh, packed?.filename ?? '');
    const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
    if (found !== fingerprint) throw new Error('another package than the one that was measured');
    execFileSync('tar', ['xzf', file, '-C', fresh]);
    renameSync(fresh, folder);
  } catch {
    rmSync(fresh, { recursive: true, force: true });
    return undefined;
  }
  return join(folder, 'package/dist');
}

/** OHIF as a hospital would serve it, compressed and cached, with a study of `counts` slices each as files beside it. Nothing is sealed and nobody is asked who they are. */
export async function ohifService(dist: string, counts: readonly number[]) {
  const squeezed = new Map<string, Buffer>();
  const slices = new Map(
    counts.map((count) => [count, Array.from({ length: count }, (_, index) => noisySlice(index, count))]),
  );
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://ohif');
    // It shares memory between its workers; a browser allows that to a page that is by itself.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const [, many, at] = /^\/study\/(\d+)(?:\/(\d+))?$/.exec(pathname) ?? [];
    const study = slices.get(Number(many));
    if (study && at !== undefined) {
      response.setHeader('cache-control', 'no-store');
      return response.end(study[Number(at)]);
    }
    if (study) {
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify(describe(study.length, url)));
    }
    if (pathname === '/app-config.js') return response.end(settings);
    return serve(pathname, response);
  };
  const serve = (pathname: string, response: ServerResponse) => {
    const wanted = join(dist, normalize(pathname));
    const isThere = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile();
    if (!isThere && extname(pathname)) {
      response.statusCode = 404;
      return response.end();
    }
    const file = isThere ? wanted : join(dist, 'index.html');
    const bytes = squeezed.get(file) ?? gzipSync(readFileSync(file));
    squeezed.set(file, bytes);
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    response.setHeader('content-encoding', 'gzip');
    if (isThere) response.setHeader('cache-control', 'max-age=31536000, immutable');
    return response.end(bytes);
  };
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A listening server on a port has an address object.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    viewer: (count: number) => `${url}/viewer/dicomjson?url=${url}/study/${count}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const settings = `window.config = ${JSON.stringify({
  routerBasename: '/',
  extensions: [],
  modes: [],
  customizationService: {},
  showStudyList: true,
  maxNumberOfWebWorkers: 3,
  showWarningMessageForCrossOrigin: false,
  showCPUFallbackMessage: false,
  showLoadingIndicator: true,
  strictZSpacingForVolumeViewport: true,
  investigationalUseDialog: { option: 'never' },
  maxNumRequests: { interaction: 100, thumbnail: 75, prefetch: 25 },
  defaultDataSourceName: 'dicomjson',
  dataSources: [
    {
      namespace: '@ohif/extension-default.dataSourcesModule.dicomjson',
      sourceName: 'dicomjson',
      configuration: { friendlyName: 'files', name: 'json' },
    },
  ],
})};`;

/** What OHIF asks for before it opens a study that is not in an archive: the headers of each slice, and where it lies. */
function describe(count: number, url: string): object {
  const series = seriesOf(count);
  const common = {
    Columns: 512,
    Rows: 512,
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    SamplesPerPixel: 1,
    PixelSpacing: [0.7, 0.7],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    FrameOfReferenceUID: `${series}.9`,
    RescaleSlope: 1,
    RescaleIntercept: 0,
    WindowCenter: 40,
    WindowWidth: 400,
    SeriesInstanceUID: series,
    StudyInstanceUID: `${series}.0`,
    Modality: 'CT',
    SeriesDate: '20261123',
    SliceThickness: 1,
  };
  const instances = Array.from({ length: count }, (_, index) => ({
    metadata: {
      ...common,
      InstanceNumber: index + 1,
      ImagePositionPatient: [0, 0, index],
      SOPInstanceUID: `${series}.${index + 1}`,
    },
    url: `dicomweb:${url}/study/${count}/${index}`,
  }));
  return {
    studies: [
      {
        StudyInstanceUID: common.StudyInstanceUID,
        StudyDate: '20261123',
        StudyTime: '',
        PatientName: 'CHAN^SIU MING',
        PatientID: 'A123456(3)',
        PatientSex: 'M',
        PatientAge: '',
        AccessionNumber: '',
        NumInstances: count,
        Modalities: 'CT',
        series: [
          {
            SeriesInstanceUID: series,
            SeriesNumber: 1,
            SeriesDescription: 'Chest 1 mm',
            Modality: 'CT',
            SliceThickness: 1,
            instances,
          },
        ],
      },
    ],
  };
}
