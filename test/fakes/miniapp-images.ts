import { randomUUID } from 'node:crypto';
import type Router from '@koa/router';
import { type AnnotationShown, annotationAsked, type ImagesShown } from '#src/contract/images.ts';
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
      annotations: this.annotations,
    };
  }

  routes(router: Router): void {
    router.get('/api/referrals/:id/images', (ctx) => {
      ctx.body = this.shown();
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
      const { text, ...rest } = asked;
      const made: AnnotationShown = {
        ...rest,
        ...(text ? { text } : {}),
        id: randomUUID(),
        by: { en: 'Dr Cheung', zhHant: '張醫生' },
        mine: true,
        at: new Date().toISOString(),
        version: 1,
      };
      this.annotations = [...this.annotations, made];
      ctx.body = made;
    });
    router.delete('/api/referrals/:id/images/annotations/:annotation', (ctx) => {
      this.annotations = this.annotations.filter(({ id }) => id !== ctx.params['annotation']);
      ctx.status = 204;
    });
  }
}
