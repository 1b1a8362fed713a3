import { computed } from "@preact/signals-core";
import { act } from "../../keys/act";
import { keyAction } from "../../keys/keys";
import { isTyping } from "../../keys/typing";
import { link, state } from "../../store/desk";
import { holdRecord, releaseRecord } from "../../store/record";
import { ability } from "../../store/view";
import { RenameDialog } from "../cameras/rename-dialog";
import { RegieElement } from "../element";
import { Stage } from "../stage/stage";
import { Announcer } from "./announcer";
import { Footer } from "./footer";
import { Header } from "./header";
import { KeysOverlay } from "./keys-overlay";
import { Side } from "./side";
import { Toast } from "./toast";
import { Trouble, type TroubleKind } from "./trouble";

/** The desk. */
export class App extends RegieElement {
  readonly #trouble = new Trouble();

  protected build(): void {
    this.append(new Header(), new Stage(), new Footer(), new Side(), new Toast());
    this.append(new Announcer(), new KeysOverlay(), new RenameDialog(), this.#trouble);
  }

  protected follow(): void {
    this.effect(() => this.#trouble.show(trouble.value));
    this.effect(() => this.classList.toggle("is-waiting", state.value === null));
    const onKey = (event: KeyboardEvent) => this.#key(event);
    document.addEventListener("keydown", onKey);
    this.undo(() => document.removeEventListener("keydown", onKey));
    // Whichever of Shift and R goes up first; and a page that lost the focus hears of none.
    document.addEventListener("keyup", releaseRecord);
    window.addEventListener("blur", releaseRecord);
    this.undo(() => document.removeEventListener("keyup", releaseRecord));
    this.undo(() => window.removeEventListener("blur", releaseRecord));
  }

  #key(event: KeyboardEvent): void {
    if (trouble.peek()) return;
    const action = keyAction(event);
    if (!action || (event.target instanceof HTMLElement && isTyping(event.target, event))) return;
    event.preventDefault();
    act(action);
    if (action.do === "record") holdRecord();
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
