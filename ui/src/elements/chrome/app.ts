import { computed } from "@preact/signals-core";
import { act, leavesReplay } from "../../keys/act";
import { actInDrawer } from "../../keys/drawer-act";
import { drawerAction } from "../../keys/drawer-keys";
import { keyAction } from "../../keys/keys";
import { isTyping } from "../../keys/typing";
import { link, state } from "../../store/desk";
import { holdRecord, releaseRecord } from "../../store/record";
import { ability, editing } from "../../store/view";
import { talk } from "../../talk/talk";
import { RenameDialog } from "../cameras/rename-dialog";
import { RegieElement } from "../element";
import { Drawer } from "../replay/drawer";
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
  /** The place of the key that the director speaks by. */
  #speaks = "";

  protected build(): void {
    this.append(new Header(), new Stage(), new Drawer(), new Footer(), new Side(), new Toast());
    this.append(new Announcer(), new KeysOverlay(), new RenameDialog(), this.#trouble);
  }

  protected follow(): void {
    this.effect(() => this.#trouble.show(trouble.value));
    this.effect(() => this.classList.toggle("is-waiting", state.value === null));
    // The caps that mean something else in the drawer go meanwhile.
    this.effect(() => this.classList.toggle("is-editing", editing.value));
    // From everywhere: before a field or a list that takes Escape for itself.
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.repeat || !leavesReplay()) return;
      event.preventDefault();
      act({ do: "escape" });
    };
    document.addEventListener("keydown", onEscape, true);
    this.undo(() => document.removeEventListener("keydown", onEscape, true));
    const onKey = (event: KeyboardEvent) => this.#key(event);
    document.addEventListener("keydown", onKey);
    this.undo(() => document.removeEventListener("keydown", onKey));
    this.#hush();
    // Whichever of Shift and R goes up first; and a page that lost the focus hears of none.
    document.addEventListener("keyup", releaseRecord);
    window.addEventListener("blur", releaseRecord);
    this.undo(() => document.removeEventListener("keyup", releaseRecord));
    this.undo(() => window.removeEventListener("blur", releaseRecord));
  }

  /** Silence as soon as the key that speaks goes up, whichever others do; and when the page can't hear that any more. */
  #hush(): void {
    const onKeyUp = ({ code }: KeyboardEvent) => {
      if (code === this.#speaks) talk.end();
    };
    const onHidden = () => {
      if (document.hidden) talk.end();
    };
    const onBlur = () => talk.end();
    document.addEventListener("keyup", onKeyUp);
    document.addEventListener("visibilitychange", onHidden);
    window.addEventListener("blur", onBlur);
    this.undo(() => document.removeEventListener("keyup", onKeyUp));
    this.undo(() => document.removeEventListener("visibilitychange", onHidden));
    this.undo(() => window.removeEventListener("blur", onBlur));
  }

  #key(event: KeyboardEvent): void {
    if (trouble.peek() || (event.key === "Escape" && event.defaultPrevented)) return;
    if (event.target instanceof HTMLElement && isTyping(event.target, event)) return;
    const inDrawer = editing.peek() ? drawerAction(event) : null;
    const action = inDrawer ? null : keyAction(event);
    if (!inDrawer && !action) return;
    event.preventDefault();
    if (inDrawer) actInDrawer(inDrawer);
    if (action) act(action);
    if (action?.do === "record") holdRecord();
    if (action?.do === "talk" || action?.do === "talkToOne") this.#speaks = event.code;
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
