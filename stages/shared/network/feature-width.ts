import type { FeatureDescription } from "./model.ts";

/** How many inputs of the network a raw column becomes. */
export function widthOf(feature: FeatureDescription): number {
  return feature.type === "category" ? feature.categories.length : 1;
}

export function totalWidth(features: readonly FeatureDescription[]): number {
  return features.reduce((sum, feature) => sum + widthOf(feature), 0);
}
