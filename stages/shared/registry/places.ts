import { join } from "node:path";

/** Where the facts stand, relative to the project root, with `/`. */
export const versionFile = (name: string, version: string): string => `registry/models/${name}/${version}.json`;
export const cardFile = (name: string, version: string): string => `registry/models/${name}/${version}.md`;
export const environmentFile = (environment: string): string => `registry/environments/${environment}.json`;

/** An absolute path, of a place relative to the project root. */
export const within = (projectRoot: string, place: string): string => join(projectRoot, ...place.split("/"));

/** Names of models and environments become names of files. */
export const namePattern = /^[A-Za-z][A-Za-z0-9_-]*$/;
