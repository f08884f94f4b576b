/** What a training run reports while it goes on. */
export type TrainingEvent =
  /** Simulations stream in before and during the first epochs. */
  | {
      readonly kind: 'simulations';
      readonly done: number;
      readonly total: number;
      readonly perSecond: number;
      /** Attempts that failed (simulators/attempts.ts); absent: none. */
      readonly failed?: number;
    }
  | {
      readonly kind: 'steps';
      /** Steps done in all, the last of `losses` included. */
      readonly step: number;
      readonly totalSteps: number;
      readonly epoch: number;
      /** Mean negative log density of each step's minibatches since the last event, over members, in nats of theta. */
      readonly losses: Float32Array;
      readonly learningRate: number;
      readonly stepsPerSecond: number;
    }
  | {
      readonly kind: 'validation';
      readonly step: number;
      readonly epoch: number;
      /** Of the mixture of the members' present weights, nats of theta. */
      readonly loss: number;
      /** Whether no validation before it that counts was as low. */
      readonly best: boolean;
    }
  /** Something the user should know: batches skipped because their loss was not finite, ... */
  | { readonly kind: 'notice'; readonly message: string }
  | {
      readonly kind: 'finished';
      readonly reason: 'budget' | 'early-stopping';
      readonly step: number;
      /** Step of the weights that are kept; of an ensemble, the last of its members' steps. */
      readonly bestStep: number;
      /** Validation loss of what is kept, nats of theta. */
      readonly loss: number;
    };
