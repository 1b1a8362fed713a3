/** The browsers whose settings are somewhere else. */
export type Browser = "ios" | "chrome" | "firefox" | "samsung" | "other";

/** The browser that opened the page, as it says itself; of an iPhone all have Safari's settings. */
export function browserOf(userAgent: string, touchPoints: number): Browser {
  // An iPad says that it is a Mac.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return "ios";
  if (!/Android/.test(userAgent)) return "other";
  if (/SamsungBrowser/.test(userAgent)) return "samsung";
  if (/Firefox/.test(userAgent)) return "firefox";
  return /Chrome/.test(userAgent) ? "chrome" : "other";
}
