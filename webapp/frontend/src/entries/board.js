// The board: keeps itself up to date, and lets the ticked lines be urged or reassigned together.

import { tickable } from "../board/ticking.js";
import { keepUpToDate } from "../live/refresh.js";

const form = document.querySelector("[data-bulk]");
const ticking = form && tickable(form);
const page = document.querySelector("[data-live-stamp]");
if (page) keepUpToDate(page, () => ticking?.tell());
