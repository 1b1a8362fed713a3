import { pickLanguage, TEXTS } from "./i18n";

const language = pickLanguage(new URLSearchParams(location.search).get("lang"), navigator.languages);
document.documentElement.lang = language;

// The page itself is a module of its own: a browser that is too old to read it is heard here, too.
import("./page").then(({ open }) => open(TEXTS[language])).catch(said);

/** Says that the page could not start, where it says everything else. */
function said(error: unknown): void {
  console.error("the page could not start", error);
  const message = document.getElementById("message");
  if (message === null) return;
  message.textContent = `${TEXTS[language].broken} (${error})`;
  message.hidden = false;
  document.getElementById("panel")?.remove();
  document.getElementById("app")?.setAttribute("data-trouble", "");
}
