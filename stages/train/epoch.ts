/** The figures of one epoch. `score` is the accuracy, or of a regression the mean absolute error in the target's own unit. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  readonly train: Figures;
  readonly validation: Figures | undefined;
}

export interface Figures {
  /** Mean of the rows, without what regularizers add. */
  readonly loss: number;
  readonly score: number;
}
