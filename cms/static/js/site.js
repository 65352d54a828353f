// What makes pages handier; all of their content is there and can be used without it.
import "./menu.js";
import "./tabs.js";
import "./dialog.js";
import "./gallery.js";
import "./reveal.js";
import "./explanation.js";
import "./media.js";
import "./share.js";
