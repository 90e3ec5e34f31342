// A page that keeps itself up to date and needs nothing else.

import { keepUpToDate } from "../live/refresh.js";

for (const part of document.querySelectorAll("[data-live]")) keepUpToDate(part);
