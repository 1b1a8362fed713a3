/** A rectangle in CSS pixels, from the top left corner of what it lies on. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}
