// Acting as somebody who may do less: to see what they see. Kept for this tab alone.

import { say } from "./words.js";

const KEPT = "evwatch.acts";
const ROLES = ["admin", "editor", "asker", "reader"];

const $ = (id) => document.getElementById(id);
let role = "admin";

export const acts = () => role;

function become(name, keep = true) {
  role = ROLES.includes(name) ? name : "admin";
  $("role").value = role;
  $("acting").hidden = role === "admin";
  $("acting-word").textContent = role === "admin" ? "" : say(`as_${role}`);
  document.body.dataset.acts = role;
  try {
    if (keep) sessionStorage.setItem(KEPT, role);
  } catch {
    // Not kept: a new load is the admin again.
  }
}

export function acting() {
  try {
    become(sessionStorage.getItem(KEPT), false);
  } catch {
    become("admin", false);
  }
  $("role").addEventListener("change", () => become($("role").value));
  $("self").addEventListener("click", () => become("admin"));
}
