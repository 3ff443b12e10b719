import { randomInt } from 'node:crypto';
import type { Group, StoredFile } from '../world/types.ts';
import type { World } from '../world/world.ts';

export type Dentry = {
  readonly id: string;
  readonly spaceId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly creatorId: string;
  readonly at: number;
  readonly version: number;
  readonly corpId: string;
};

/** The file space that every group has: whatever is sent or put there, with or without a word to anybody. */
export class GroupSpaces {
  readonly #world: World;
  readonly #dentries: Dentry[] = [];
  readonly #watched = new Set<string>();
  #next = 181_100_001;

  constructor(world: World) {
    this.#world = world;
  }

  put(
    group: Group,
    userId: string,
    file: Pick<StoredFile, 'fileName' | 'bytes'>,
  ): { readonly spaceId: string; readonly fileId: string } {
    const creator = this.#world.person(group.corpId, userId);
    const dentry: Dentry = {
      id: String(this.#next),
      spaceId: group.spaceId,
      name: file.fileName,
      bytes: file.bytes,
      creatorId: creator?.unionId ?? '',
      at: this.#world.now(),
      version: 1,
      corpId: group.corpId,
    };
    this.#next += randomInt(1, 4);
    this.#dentries.push(dentry);
    if (this.#watched.has(group.spaceId) || this.#watched.has(group.corpId)) {
      this.#world.emit(group.corpId, 'storage_dentry_create', {
        spaceId: group.spaceId,
        dentryId: dentry.id,
        eventScope: 'SPACE',
        eventScopeId: group.spaceId,
        extension: file.fileName.split('.').at(-1) ?? '',
        unionId: dentry.creatorId,
        type: 'FILE',
      });
    }
    return { spaceId: group.spaceId, fileId: dentry.id };
  }

  watch(scopeId: string): void {
    this.#watched.add(scopeId);
  }

  of(spaceId: string): readonly Dentry[] {
    return this.#dentries.filter((dentry) => dentry.spaceId === spaceId);
  }

  get(spaceId: string, id: string): Dentry | undefined {
    return this.#dentries.find((dentry) => dentry.spaceId === spaceId && dentry.id === id);
  }
}
