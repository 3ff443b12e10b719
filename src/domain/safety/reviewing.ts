/** How often one rule spoke and how often care went on in spite of it, without patients. */
export type Spoken = { readonly rule: string; readonly raised: number; readonly overridden: number };
export type ReviewLimits = { readonly overriddenAbovePercent: number; readonly afterStops: number };
export type Reviewed = Spoken & { readonly overriddenPercent: number };

/** Rules that are overridden too often to be believed, the worst first: they go to the pharmacist. A rule that spoke rarely tells nothing yet. */
export const forReview = (counts: readonly Spoken[], limits: ReviewLimits): readonly Reviewed[] =>
  [...Map.groupBy(counts, ({ rule }) => rule)]
    .map(([rule, all]) => {
      const raised = all.reduce((sum, one) => sum + one.raised, 0);
      const overridden = all.reduce((sum, one) => sum + one.overridden, 0);
      return {
        rule,
        raised,
        overridden,
        overriddenPercent: raised === 0 ? 0 : Math.round((100 * overridden) / raised),
      };
    })
    .filter(
      ({ raised, overriddenPercent }) =>
        raised >= limits.afterStops && overriddenPercent > limits.overriddenAbovePercent,
    )
    .toSorted((one, other) => other.overriddenPercent - one.overriddenPercent || one.rule.localeCompare(other.rule));

/** Alerts per 100 referrals; 0 while there are none. */
export const per100 = (alerts: number, referrals: number): number =>
  referrals === 0 ? 0 : Math.round((1_000 * alerts) / referrals) / 10;
