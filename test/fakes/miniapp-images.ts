import { randomUUID } from 'node:crypto';
import type Router from '@koa/router';
import {
  type AnnotationShown,
  annotationAsked,
  type ImagesShown,
  type MarksShown,
  type RemarkAsked,
  type RemarkShown,
  remarkAsked,
} from '#src/contract/images.ts';
import { aCtSlice } from '../builders/a-ct-slice.ts';
import { json, Refusal } from './miniapp-wire.ts';

export const sliceCount = 24;
const size = 128;

/** A chest of 24 slices, the fifth of which is damaged; and whatever people draw on them. */
export class FakeImages {
  annotations: AnnotationShown[] = [];
  readonly fetched: string[] = [];
  readonly broken = new Set<number>();

  shown(): ImagesShown {
    return {
      series: [
        {
          id: 'series-1',
          title: 'Chest 1 mm',
          modality: 'CT',
          columns: size,
          rows: size,
          slices: Array.from({ length: sliceCount }, (_, index) => ({ file: `slice-${index}`, frame: 0 })),
          spacing: [0.7, 0.7],
          windows: [
            { name: 'mediastinum', centre: 40, width: 400 },
            { name: 'lung', centre: -600, width: 1500 },
          ],
          warnings: [],
        },
      ],
      code: 'B7K-42Q',
      annotations: this.annotations,
      reported: [],
      ecgs: [],
      priors: [],
    };
  }

  routes(router: Router): void {
    router.get('/api/referrals/:id/images', (ctx) => {
      ctx.body = this.shown();
    });
    router.get('/api/referrals/:id/images/marks', (ctx) => {
      ctx.body = { annotations: this.annotations } satisfies MarksShown;
    });
    router.get('/api/referrals/:id/images/:file', (ctx) => {
      const index = Number(/^slice-(\d+)$/.exec(ctx.params['file'] ?? '')?.[1] ?? Number.NaN);
      if (!(index >= 0 && index < sliceCount)) throw new Refusal(404, 'upload.not-found');
      this.fetched.push(`slice-${index}`);
      const bytes = Buffer.from(aCtSlice({ size, index }));
      ctx.type = 'application/dicom';
      ctx.body = this.broken.has(index) ? bytes.subarray(0, 300) : bytes;
    });
    router.post('/api/referrals/:id/images/annotations', async (ctx) => {
      const asked = annotationAsked.parse(await json(ctx));
      const { text, remark, ...rest } = asked;
      const made: AnnotationShown = {
        ...rest,
        ...(text ? { text } : {}),
        id: randomUUID(),
        by: { en: 'Dr Cheung', zhHant: '張醫生' },
        mine: true,
        at: new Date().toISOString(),
        version: 1,
        remarks: remark ? [this.#remark(remark)] : [],
      };
      this.annotations = [...this.annotations, made];
      ctx.body = made;
    });
    router.post('/api/referrals/:id/images/annotations/:annotation/remarks', async (ctx) => {
      const made = this.#remark(remarkAsked.parse(await json(ctx)));
      this.annotations = this.annotations.map((one) =>
        one.id === ctx.params['annotation'] ? { ...one, remarks: [...one.remarks, made] } : one,
      );
      ctx.status = 204;
    });
    router.delete('/api/referrals/:id/images/annotations/:annotation', (ctx) => {
      this.annotations = this.annotations.filter(({ id }) => id !== ctx.params['annotation']);
      ctx.status = 204;
    });
  }

  #remark({ text, voice }: RemarkAsked): RemarkShown {
    return {
      id: randomUUID(),
      by: { en: 'Dr Cheung', zhHant: '張醫生' },
      mine: true,
      at: new Date().toISOString(),
      ...(text ? { text } : {}),
      ...(voice ? { voice: { seconds: voice.seconds, peaks: voice.peaks } } : {}),
    };
  }
}
