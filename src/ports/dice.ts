/** New names for new things. */
export interface Dice {
  /** A new id that nobody can guess. */
  id(): string;
  /** A referral code people can say on the phone: `B7K-42Q`, letters and digits that look alike left out. */
  code(): string;
}
