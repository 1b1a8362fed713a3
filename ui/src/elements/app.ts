import { computed } from "@preact/signals-core";
import { act } from "../keys/act";
import { keyAction } from "../keys/keys";
import { link, state } from "../store/desk";
import { ability } from "../store/view";
import { RegieElement } from "./element";
import { Footer } from "./footer";
import { Header } from "./header";
import { KeysOverlay } from "./keys-overlay";
import { RenameDialog } from "./rename-dialog";
import { Side } from "./side";
import { Stage } from "./stage";
import { Toast } from "./toast";
import { Trouble, type TroubleKind } from "./trouble";

/** The desk. */
export class App extends RegieElement {
  readonly #trouble = new Trouble();

  protected build(): void {
    this.append(new Header(), new Stage(), new Footer(), new Side(), new Toast());
    this.append(new KeysOverlay(), new RenameDialog(), this.#trouble);
  }

  protected follow(): void {
    this.effect(() => this.#trouble.show(trouble.value));
    this.effect(() => this.classList.toggle("is-waiting", state.value === null));
    const onKey = (event: KeyboardEvent) => this.#key(event);
    document.addEventListener("keydown", onKey);
    this.undo(() => document.removeEventListener("keydown", onKey));
  }

  #key(event: KeyboardEvent): void {
    if (trouble.peek()) return;
    const action = keyAction(event);
    if (!action || (isTyping(event.target) && action.do !== "escape")) return;
    event.preventDefault();
    act(action);
  }
}
customElements.define("regie-app", App);

const trouble = computed<TroubleKind | null>(() => {
  if (ability.value !== "able") return ability.value;
  switch (link.value) {
    case "gone":
      return "gone";
    case "denied":
      return "denied";
    case "no_token":
      return "noToken";
    case "forgotten":
      return "forgotten";
    case "connecting":
    case "up":
      return null;
  }
});

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=radio]), textarea"))
  );
}
