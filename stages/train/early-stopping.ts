import type { Tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Epoch } from "./epoch.ts";
import type { EarlyStoppingSettings } from "./settings.ts";

/** Follows the loss on the validation rows, and keeps the weights of the best epoch. */
export class EarlyStopping {
  readonly #network: LayersModel;
  readonly #settings: EarlyStoppingSettings;
  #best: { readonly epoch: number; readonly loss: number; readonly weights: readonly Tensor[] } | undefined;
  #last = 0;

  constructor(network: LayersModel, settings: EarlyStoppingSettings) {
    this.#network = network;
    this.#settings = settings;
  }

  get isOver(): boolean {
    return this.#best !== undefined && this.#last - this.#best.epoch >= this.#settings.patience;
  }

  take({ epoch, validation }: Epoch): void {
    this.#last = epoch;
    if (validation === undefined) return;
    if (this.#best !== undefined && validation.loss >= this.#best.loss - this.#settings.minimumDelta) return;
    this.dispose();
    // A copy shares its values with the weight until the next step gives the weight new ones.
    const weights = this.#settings.restoreBest ? this.#network.weights.map((weight) => weight.read().clone()) : [];
    this.#best = { epoch, loss: validation.loss, weights };
  }

  /** Puts the best weights back, where that was asked for; returns whose epoch's weights the network has. */
  restore(): number {
    if (this.#best === undefined || !this.#settings.restoreBest) return this.#last;
    const { epoch, weights } = this.#best;
    this.#network.weights.forEach((weight, index) => {
      const kept = weights[index];
      if (kept !== undefined) weight.write(kept);
    });
    return epoch;
  }

  dispose(): void {
    for (const weight of this.#best?.weights ?? []) weight.dispose();
  }
}
