/** The classes of our clocks: P0 emergency, P1 urgent, P2 semi-urgent, P3 routine, and advice without a visit. */
export const urgencies = ['emergency', 'urgent', 'semi-urgent', 'routine', 'advice'] as const;
export type Urgency = (typeof urgencies)[number];

export const expectations = ['opinion', 'procedure', 'take-over', 'shared-care', 'advice-only'] as const;
/** What the referrer wants of the receiver. */
export type Expectation = (typeof expectations)[number];
