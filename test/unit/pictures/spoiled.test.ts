import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { codesIn } from '#src/adapters/intake/pictures/codes.ts';
import { upright } from '#src/adapters/intake/pictures/upright.ts';
import { Refused } from '#src/domain/refused.ts';
import { diceFrom } from '#test/builders/pages.ts';

const folder = join(import.meta.dirname, '../../../../shared/samples/images');

describe('pictures that somebody spoiled', () => {
  test('are opened, or refused with a code, and nothing else happens', async () => {
    const dice = diceFrom(4);
    const below = (limit: number) => Math.floor(dice() * limit);
    const own = sharp({ create: { width: 60, height: 40, channels: 3, background: '#a52' } });
    const originals = [
      await own.clone().png().toBuffer(),
      await own.clone().tiff().toBuffer(),
      await own.clone().webp().toBuffer(),
      ...(existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name))) : []),
    ];
    let opened = 0;
    for (let round = 0; round < 120; round += 1) {
      const bytes = Buffer.from(originals[round % originals.length] ?? []);
      for (let change = 0; change <= round % 5; change += 1) bytes[below(bytes.length)] = below(256);
      const spoiled = round % 4 === 0 ? bytes.subarray(0, below(bytes.length)) : bytes;
      try {
        const { width, height, channels, data } = await upright(spoiled, 4_000_000, { within: 400 });
        expect(data.length).toBe(width * height * channels);
        if (round % 10 === 0) await codesIn({ width, height, channels, data });
        opened += 1;
      } catch (error) {
        if (!(error instanceof Refused)) throw new Error(`round ${round}`, { cause: error });
      }
    }
    expect(opened).toBeGreaterThan(0);
  });
});
