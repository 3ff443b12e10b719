import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, by its place under `test`. Begun last, a long file leaves the other worker with nothing to do. */
const longest = [
  'e2e/kill.test.ts',
  'e2e/ten-thousand.test.ts',
  'e2e/miniapp-access.test.ts',
  'contract/store/launcher.test.ts',
  'contract/dingtalk/',
  'e2e/withdrawal.test.ts',
  'unit/trail/ten-thousand.test.ts',
  'e2e/',
  'matrix/',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const found = longest.findIndex((part) => moduleId.includes(`/test/${part}`));
  return found === -1 ? longest.length : found;
};

/** Without times of earlier runs (a clean checkout has none) files would come by their size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
