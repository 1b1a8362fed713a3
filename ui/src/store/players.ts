import { computed } from "@preact/signals-core";
import { state } from "./desk";

/** The replay on program. */
export const programPlayer = computed(() => state.value?.players.find(({ on }) => on === "program") ?? null);
