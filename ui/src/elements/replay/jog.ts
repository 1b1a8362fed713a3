import { jump, step } from "../../cue/drive";
import { panSpan, zoomSpan } from "../../cue/span";

/** How far a wheel turns for a picture, in CSS pixels: a notch of a mouse is a hundred or so, a touchpad's are small. */
const NOTCH = 60;
/** What a line of a wheel that counts in lines is, in CSS pixels. */
const LINE = 30;
/** How far a turn with Shift goes, in milliseconds. */
const SECOND = 1000;

/**
 * Lets the mouse wheel be a jog wheel over an element: a picture a notch, with Shift a second. With Ctrl, as touchpads
 * say a pinch, it zooms about the moment under the pointer, and across it moves along.
 */
export function jogOn(element: HTMLElement, momentOf?: (event: WheelEvent) => number): void {
  let turned = 0;
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
      const [across, along] = [event.deltaX * unit, event.deltaY * unit];
      // With Shift browsers turn the wheel's way.
      if (momentOf && !event.shiftKey && Math.abs(across) > Math.abs(along)) {
        panSpan(across / element.clientWidth);
        return;
      }
      turned += event.shiftKey ? along || across : along;
      const notches = Math.trunc(turned / NOTCH);
      if (notches === 0) return;
      turned -= notches * NOTCH;
      if (event.ctrlKey && momentOf) zoomSpan(notches < 0 ? 1 : -1, momentOf(event));
      else if (event.shiftKey) jump(Math.sign(notches) * SECOND);
      else step(notches);
    },
    { passive: false },
  );
}
