/** Where a picture lies, in CSS pixels of its element. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where a picture of a size lies in a box, whole or filling it, and at which shares of the room that is left over beside it and
 * above it.
 */
export function placeOf(
  box: Pick<Place, "width" | "height">,
  picture: Pick<Place, "width" | "height">,
  fills: boolean,
  [across, down]: readonly [number, number],
): Place {
  const scales = [box.width / picture.width, box.height / picture.height];
  const scale = fills ? Math.max(...scales) : Math.min(...scales);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { left: (box.width - width) * across, top: (box.height - height) * down, width, height };
}

/** Where a video's picture lies in its element; none before there is one. */
export function pictureIn(video: HTMLVideoElement): Place | null {
  const { videoWidth, videoHeight, clientWidth, clientHeight } = video;
  if (videoWidth === 0 || videoHeight === 0 || clientWidth === 0) return null;
  const { objectFit, objectPosition } = getComputedStyle(video);
  const [across = 50, down = 50] = objectPosition.split(" ").map((share) => Number.parseFloat(share));
  const box = { width: clientWidth, height: clientHeight };
  const picture = { width: videoWidth, height: videoHeight };
  return placeOf(box, picture, objectFit === "cover", [across / 100, down / 100]);
}

/** A point of the page as a point of a video's picture, from 0 to 1; none beside it. */
export function onPicture(video: HTMLVideoElement, clientX: number, clientY: number): [number, number] | null {
  const place = pictureIn(video);
  if (place === null) return null;
  const box = video.getBoundingClientRect();
  const x = (clientX - box.left - place.left) / place.width;
  const y = (clientY - box.top - place.top) / place.height;
  return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? [x, y] : null;
}
