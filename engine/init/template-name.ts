/** What `millrace init` can begin with, in the order in which it is offered. */
export const templateNames = ["tabular", "text", "images", "command", "experiment"] as const;
export type TemplateName = (typeof templateNames)[number];

export const templateSummaries: Readonly<Record<TemplateName, string>> = {
  tabular: "a table of yours or a small one, up to a served model",
  text: "messages and their topics, learnt from counted words",
  images: "small drawings, told apart by a convolutional network",
  command: "programs of the shell alone, as in DVC or a Makefile",
  experiment: "one training for each value of a parameter, compared",
};
