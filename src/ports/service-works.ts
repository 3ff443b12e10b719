/** One look at what the service stands on, and what mends it. */
export type Examined = {
  readonly part: string;
  readonly ok: boolean;
  readonly says: string;
  readonly mend?: string;
};

/** A table of clinical knowledge as it lies on the disk now. */
export type KnowledgeTable = {
  readonly file: string;
  readonly rows: number;
  /** The newest day any row of it was checked, where the rows say so. */
  readonly version?: string;
  /** How far its rows were checked, in their own words, with how many of each. */
  readonly evidence: Readonly<Record<string, number>>;
};

export type KeyStanding = {
  readonly kind: 'master' | 'institution' | 'service' | 'signing' | 'data';
  readonly count: number;
  readonly newest?: { readonly id: string; readonly of?: string; readonly at?: Date };
  readonly oldestAt?: Date;
};

/** What runs, fills up and ages: of the whole service, without anything of anybody. */
export type Works = {
  readonly tenants: readonly {
    readonly id: string;
    readonly name: string;
    readonly connected: boolean;
    readonly api: { readonly used: number; readonly limit: number };
    readonly push: { readonly used: number; readonly limit: number };
    /** The card template that is configured; without one Baton writes messages. */
    readonly template?: string;
    /** Cards of the last 30 days by template, and how many had to be messages. */
    readonly cards: readonly { readonly template: string; readonly count: number }[];
    readonly messages: number;
  }[];
  /** The template that this version ships: its name, how many values it shows, and its fingerprint. */
  readonly shipped: {
    readonly file: string;
    readonly name: string;
    readonly variables: number;
    readonly sha256: string;
  };
  readonly knowledge: {
    readonly tables: readonly KnowledgeTable[];
    readonly trouble?: string;
    readonly changes: readonly string[];
  };
  readonly keys: { readonly provider: string; readonly standing: readonly KeyStanding[]; readonly rotatedAt?: Date };
  readonly store: {
    readonly version: string;
    readonly megabytes: number;
    readonly migrations: number;
    readonly inbox: { readonly waiting: number; readonly aside: number; readonly oldestAt?: Date };
    readonly errands: { readonly waiting: number; readonly unknown: number; readonly dropped: number };
  };
};

/** The machine room, looked at when somebody asks. */
export interface MachineRoom {
  works(): Promise<Works>;
  /** The same looks that the `doctor` command takes. */
  examine(): Promise<readonly Examined[]>;
}
