/** What opens and closes a direction by itself: one that is left open, or closes what it did not open, would reach beyond its own text. */
const OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g

/** A text of somebody's own within a sentence: it keeps its direction, and cannot turn that of what stands beside it. */
export const isolated = (text: string): string => `\u2068${text.replace(OVERRIDES, '')}\u2069`
