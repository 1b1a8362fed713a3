import { archive } from "../cue/archive";
import { pullProgram } from "../cue/program";
import { pickHost, pickScreenPage } from "../host/pick";
import { hasDecoder } from "../monitor/codecs";
import { monitors } from "../monitor/monitors";
import { sound } from "../sound/sound";
import { link, receive } from "../store/desk";
import { keepHoldPictureIn } from "../store/hold";
import { sendOrdersTo } from "../store/orders";
import { Screen } from "./screen";

/**
 * Opens the second screen: a page of its own that shows program and nothing else. What does not work is said on the
 * desk; the audience sees the slate.
 */
export function open(): void {
  document.body.append(new Screen(pickScreenPage()));
  if (!hasDecoder()) return;
  const host = pickHost();
  sendOrdersTo(host);
  keepHoldPictureIn(host);
  host.connect({
    message: (message) => {
      if (!receive(message)) host.resync();
    },
    link: (now) => {
      link.value = now;
    },
  });
  monitors.start(() => host.monitorUrl(), "screen");
  archive.start(() => host.monitorUrl());
  pullProgram(monitors.program);
  sound.start(() => host.monitorUrl());
}
