// Messages as elements: where they go, what day they are of, and their times in the reader's zone.

import { dress, locale, say } from "./words.js";

const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const dayOnly = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
const dayLong = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const whole = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" });

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

// The server has escaped every text in this HTML; nothing else is ever parsed.
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  localise(template.content);
  return template.content.firstElementChild;
}

function localise(root) {
  dress(root);
  for (const time of root.querySelectorAll("time")) {
    const stated = time.getAttribute("datetime");
    const isMoment = stated.includes("T");
    const at = new Date(isMoment ? stated : `${stated}T12:00:00`);
    if (Number.isNaN(at.getTime())) continue;
    if (time.closest(".posted")) time.textContent = clock.format(at);
    else time.textContent = isMoment ? `${dayOnly.format(at)}, ${clock.format(at)}` : dayOnly.format(at);
    time.title = isMoment ? whole.format(at) : stated;
  }
}

function moment(card) {
  const time = card.querySelector(":scope > .posted time");
  return time ? new Date(time.getAttribute("datetime")) : new Date();
}

// Put a message where its number says, or beneath the one it follows. False: it is there already.
export function place(feed, message) {
  if (document.getElementById(message.id)) return false;
  const card = parse(message.html);
  const parent = message.after && document.getElementById(message.after);
  if (parent) {
    thread(parent).append(card);
    return true;
  }
  if (message.after) card.prepend(make("p", "follows", say("update_of")));
  insert(feed, card);
  return true;
}

// A message that was edited, where it stood; what followed it stays beneath. False: not shown here.
export function replace(message) {
  const old = document.getElementById(message.id);
  if (!old) return false;
  const card = parse(message.html);
  const replies = old.querySelector(":scope > .replies");
  if (replies) card.append(replies);
  old.replaceWith(card);
  return true;
}

function thread(parent) {
  let box = parent.querySelector(":scope > .replies");
  if (!box) {
    box = make("div", "replies");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", say("updates"));
    parent.append(box);
  }
  return box;
}

// In time order, an update leaves a line that leads to the card it belongs to.
export function point(feed, message) {
  const parent = document.getElementById(message.after ?? "");
  if (!parent || parent === newest(feed)) return;
  const line = make("p", "pointer");
  line.dataset.number = message.number;
  const link = make("a", "", message.plain);
  link.href = `#${message.id}`;
  line.append(make("span", "sign", say("update")), link);
  insert(feed, line);
}

export function insert(feed, element) {
  const number = Number(element.dataset.number);
  let before = null;
  for (let at = feed.lastElementChild; at; at = at.previousElementSibling) {
    if (at.dataset.number && Number(at.dataset.number) <= number) break;
    before = at;
  }
  feed.insertBefore(element, before);
  divide(feed);
}

export function newest(feed) {
  return [...feed.querySelectorAll(":scope > article")].pop() ?? null;
}

export function lastNumber(feed) {
  const all = feed.querySelectorAll(":scope > [data-number]");
  return all.length ? Number(all[all.length - 1].dataset.number) : 0;
}

function divide(feed) {
  for (const old of feed.querySelectorAll(":scope > .day")) old.remove();
  let day = "";
  for (const card of feed.querySelectorAll(":scope > article")) {
    const at = moment(card);
    if (at.toDateString() === day) continue;
    day = at.toDateString();
    card.before(make("h2", "day", dayLong.format(at)));
  }
}

// A question and its answer, seen by this reader only and gone with the page.
export function exchange(feed, command) {
  const box = make("section", "exchange");
  box.dataset.number = lastNumber(feed);
  box.setAttribute("aria-label", say("answer_to", { text: command }));
  const asked = make("p", "asked");
  asked.append(make("span", "sr", say("you_asked")), make("code", "", command));
  const note = make("p", "only", say("only_you"));
  const away = make("button", "quiet away", say("dismiss"));
  away.type = "button";
  away.addEventListener("click", () => box.remove());
  note.append(away);
  const body = make("div", "body");
  body.append(make("p", "waiting", say("looking")));
  box.append(asked, body, note);
  feed.append(box);
  return {
    box,
    show: (html) => body.replaceChildren(parse(html)),
    fail: (text) => body.replaceChildren(make("p", "failed", text)),
  };
}

export function trim(feed, most) {
  const cards = feed.querySelectorAll(":scope > article");
  const over = cards.length - most;
  for (let i = 0; i < over; i += 1) cards[i].remove();
  if (over > 0) divide(feed);
  return over > 0 ? Number(cards[over].dataset.number) : null;
}
