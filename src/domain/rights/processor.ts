import { hongKongDayStart } from '../consent/hong-kong-dates.ts';

/**
 * Somebody outside who receives data for the institutions (Cap. 486, principles 2(3) and 4(2); hk-law.md §5, 33): who, what of it, where it lies, under which contract and until
 * when. It stands in configuration, so that adding a receiver is a change that somebody reads.
 */
export type Processor = {
  readonly id: string;
  readonly name: { readonly en: string; readonly zhHant: string; readonly zhHans: string };
  readonly receives: { readonly en: string; readonly zhHant: string; readonly zhHans: string };
  readonly where: string;
  /** DingTalk organisations it carries messages for. */
  readonly tenants: readonly string[];
  /** Origins of addresses of its services, such as `https://model.example`. */
  readonly origins: readonly string[];
  readonly contract: {
    readonly note: string;
    /** Days in Hong Kong, yyyy-mm-dd; `until` is the last day. */
    readonly from: string;
    readonly until: string;
  };
};

export const contractStandings = ['not-begun', 'in-force', 'ending', 'ended'] as const;
export type ContractStanding = (typeof contractStandings)[number];

/** Days before its end from which a contract is called ending: time to renew it. */
export const endingDays = 30;
const day = 86_400_000;

/** How its contract stands; the last day counts to midnight in Hong Kong. */
export function contractStanding({ contract }: Pick<Processor, 'contract'>, now: Date): ContractStanding {
  const end = hongKongDayStart(contract.until).getTime() + day;
  if (now < hongKongDayStart(contract.from)) return 'not-begun';
  if (now.getTime() >= end) return 'ended';
  return now.getTime() >= end - endingDays * day ? 'ending' : 'in-force';
}

/** Where something would go: to a DingTalk organisation, or to an address. */
export type Towards = { readonly tenant: string } | { readonly address: string };

/** The registered receiver whose contract is in force; undefined where nothing may go. */
export const receiverFor = (processors: readonly Processor[], to: Towards, now: Date): Processor | undefined =>
  processors.find(
    (one) =>
      ('tenant' in to ? one.tenants.includes(to.tenant) : one.origins.includes(originOf(to.address))) &&
      ['in-force', 'ending'].includes(contractStanding(one, now)),
  );

/** `https://model.example:8443/v1` → `https://model.example:8443`; nothing for what is no address. */
const originOf = (address: string): string => (URL.canParse(address) ? new URL(address).origin : '');

export type ProcessorLine = Processor & { readonly is: ContractStanding };

/** The register as it stands now, what ends first first. */
export const processorLines = (processors: readonly Processor[], now: Date): readonly ProcessorLine[] =>
  processors
    .map((one) => ({ ...one, is: contractStanding(one, now) }))
    .sort((a, b) => (a.contract.until < b.contract.until ? -1 : a.contract.until > b.contract.until ? 1 : 0));
