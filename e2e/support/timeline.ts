import path from "node:path";
import { ROOT } from "./programs";
import { run } from "./recordings";

/** A stretch of a file on a timeline; times are in seconds. */
export interface TimelineClip {
  readonly name: string;
  readonly url: string | null;
  /** Where it begins on the timeline. */
  readonly at: number;
  readonly lasts: number;
  /** Where it begins in its file. */
  readonly from: number;
  /** How long its file is, where the list says it. */
  readonly file: number | null;
}

/** What an editor sees of a cut list. */
export interface Timeline {
  readonly lasts: number;
  readonly tracks: readonly { readonly kind: string; readonly clips: readonly TimelineClip[] }[];
  readonly marks: readonly { readonly name: string; readonly at: number }[];
}

/** Reads an OTIO or EDL file with OpenTimelineIO, as editors do. */
export async function timelineOf(file: string): Promise<Timeline> {
  const python = path.join(ROOT, ".cache", "interop", "venv", "bin", "python");
  const { out } = await run(python, [path.join(ROOT, "e2e", "editor", "read.py"), file]);
  return JSON.parse(out) as Timeline;
}
