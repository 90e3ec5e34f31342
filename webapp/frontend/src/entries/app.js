// On every page. Everything works without it; it only makes some things quicker.
import "htmx.org";
import { showWhatApplies } from "../behaviour/conditions.js";
import { forgetWhatArrived, saveWhileTyping } from "../behaviour/drafts.js";
import { focusWhatIsWrong } from "../behaviour/focus.js";
import { closeMenusOutside } from "../behaviour/menus.js";
import { fillPresets } from "../behaviour/presets.js";
import { uploadWhenChosen } from "../behaviour/uploads.js";

closeMenusOutside(document);
focusWhatIsWrong(document);
forgetWhatArrived(document);

const task = document.getElementById("task-form");
if (task) [fillPresets, showWhatApplies, uploadWhenChosen, saveWhileTyping].forEach((begin) => begin(task));

// Tests wait for this; nothing else reads it.
document.body.dataset.ready = "yes";
