/** A text that Markdown must not take for a tag. */
export const markdownText = (text: string): string => text.replaceAll("<", "&lt;");
