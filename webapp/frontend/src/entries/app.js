// On every page. Everything works without it; it only makes some things quicker.
import "htmx.org";
import { closeMenusOutside } from "../behaviour/menus.js";
import { focusWhatIsWrong } from "../behaviour/focus.js";

closeMenusOutside(document);
focusWhatIsWrong(document);
// Tests wait for this; nothing else reads it.
document.body.dataset.ready = "yes";
