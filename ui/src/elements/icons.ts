import batteryLow from "lucide-static/icons/battery-low.svg?raw";
import pull from "lucide-static/icons/chevrons-up.svg?raw";
import clock from "lucide-static/icons/clock.svg?raw";
import copy from "lucide-static/icons/copy.svg?raw";
import download from "lucide-static/icons/download.svg?raw";
import mark from "lucide-static/icons/flag.svg?raw";
import folder from "lucide-static/icons/folder-open.svg?raw";
import hand from "lucide-static/icons/hand.svg?raw";
import disk from "lucide-static/icons/hard-drive.svg?raw";
import headphones from "lucide-static/icons/headphones.svg?raw";
import keyboard from "lucide-static/icons/keyboard.svg?raw";
import maximize from "lucide-static/icons/maximize.svg?raw";
import mic from "lucide-static/icons/mic.svg?raw";
import noMic from "lucide-static/icons/mic-off.svg?raw";
import network from "lucide-static/icons/network.svg?raw";
import pencil from "lucide-static/icons/pencil.svg?raw";
import play from "lucide-static/icons/play.svg?raw";
import plus from "lucide-static/icons/plus.svg?raw";
import qrCode from "lucide-static/icons/qr-code.svg?raw";
import outputs from "lucide-static/icons/radio-tower.svg?raw";
import loop from "lucide-static/icons/repeat.svg?raw";
import settings from "lucide-static/icons/sliders-horizontal.svg?raw";
import trash from "lucide-static/icons/trash-2.svg?raw";
import warning from "lucide-static/icons/triangle-alert.svg?raw";
import sound from "lucide-static/icons/volume-2.svg?raw";
import noSound from "lucide-static/icons/volume-x.svg?raw";
import noNetwork from "lucide-static/icons/wifi-off.svg?raw";
import close from "lucide-static/icons/x.svg?raw";
import charging from "lucide-static/icons/zap.svg?raw";

/** The icons of the desk, from one set. */
const ICONS = {
  batteryLow,
  charging,
  clock,
  close,
  copy,
  disk,
  download,
  folder,
  hand,
  headphones,
  keyboard,
  loop,
  mark,
  maximize,
  mic,
  network,
  noMic,
  noNetwork,
  noSound,
  outputs,
  pencil,
  play,
  plus,
  pull,
  qrCode,
  settings,
  sound,
  trash,
  warning,
};

/** A new icon, which says nothing to a screen reader: the words stand beside it. */
export function icon(name: keyof typeof ICONS): SVGElement {
  const parsed = new DOMParser().parseFromString(ICONS[name], "image/svg+xml").documentElement;
  const svg = document.importNode(parsed, true) as unknown as SVGElement;
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}
