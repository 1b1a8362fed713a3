import { notice } from "../../store/view";
import { RegieElement, setText } from "../element";

/** One sentence over the footer, for a while. */
export class Toast extends RegieElement {
  protected build(): void {
    this.dataset.testid = "toast";
    this.setAttribute("role", "status");
  }

  protected follow(): void {
    this.effect(() => {
      this.hidden = notice.value === null;
      this.dataset.kind = notice.value?.kind ?? "";
      setText(this, notice.value?.text ?? "");
    });
  }
}
customElements.define("regie-toast", Toast);
