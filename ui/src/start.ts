import "./start.css";
import { language } from "./i18n/choice";
import { failure } from "./i18n/failure";

/** A page of its own, as a module that is loaded after this one: what it can't even be read for is heard here, too. */
export interface Page {
  /** Opens the page; it is there when this is done. */
  open(): void | Promise<void>;
}

/** Loads and opens a page. What keeps it from that is said on it, since a black page tells nobody anything. */
export async function start(page: () => Promise<Page>): Promise<void> {
  document.documentElement.lang = language;
  try {
    await (await page()).open();
  } catch (error) {
    console.error("the page could not start", error);
    document.body.append(told(error));
  }
}

function told(error: unknown): HTMLElement {
  const all = document.createElement("div");
  all.className = "failure";
  all.dataset.testid = "failure";
  all.setAttribute("role", "alert");
  for (const [tag, text] of [
    ["h1", failure.title[language]],
    ["p", failure.help[language]],
    ["code", String(error)],
  ] as const) {
    const element = document.createElement(tag);
    element.textContent = text;
    all.append(element);
  }
  return all;
}
