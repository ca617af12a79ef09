// The page: channels, the live stream, and what is asked. State lives in the server's journal.

import { exchange, make, place, point, replace, trim } from "./cards.js";
import { prompt } from "./prompt.js";
import { acting, acts } from "./role.js";
import { choose, dress, language, said, say } from "./words.js";

const CARDS_MOST = 300; // of a channel left open for weeks; older ones can be loaded again
const AGAIN_MS = [1000, 2000, 5000, 10000, 30000];

const $ = (id) => document.getElementById(id);
const channels = new Map();
let active = null;
let cursor = "";
let version = "";
let tries = 0;

async function call(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(path, options);
  const values = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(values.error ? said(values.error) : say("answered", { n: response.status }));
  return values;
}

// How many messages of each channel were looked at, for this journal; a new reader has seen none.
const memory = {
  key: () => `evwatch.read.${cursor.split(":")[0]}`,
  load() {
    try {
      return JSON.parse(localStorage.getItem(this.key()) ?? "{}");
    } catch {
      return {};
    }
  },
  save() {
    try {
      const read = Object.fromEntries([...channels.values()].map((each) => [each.name, each.read]));
      localStorage.setItem(this.key(), JSON.stringify(read));
    } catch {
      // Not kept: unread counts then start anew with each visit.
    }
  },
};

function state(name, word) {
  $("link").dataset.state = name;
  $("link-word").textContent = say(word);
}

function addChannel({ name, total }, read) {
  const item = make("li");
  const button = make("button", "channel");
  button.type = "button";
  const count = make("span", "count");
  const word = make("span", "sr");
  button.append(make("span", "hash", "#"), make("span", "name", name), count, word);
  button.addEventListener("click", () => open(name));
  item.append(button);
  $("channels").append(item);
  const feed = make("div", "feed");
  feed.hidden = true;
  $("feeds").append(feed);
  channels.set(name, { name, total, read: Math.min(read ?? 0, total), button, count, word, feed, before: null, loaded: null });
}

function refresh() {
  let unread = 0;
  for (const each of channels.values()) {
    const news = each.total - each.read;
    unread += news;
    each.count.textContent = news ? String(news) : "";
    each.word.textContent = news ? say("unread") : "";
    each.button.classList.toggle("unread", news > 0);
    if (each === active) each.button.setAttribute("aria-current", "page");
    else each.button.removeAttribute("aria-current");
    each.feed.hidden = each !== active;
  }
  document.title = `${unread ? `(${unread}) ` : ""}EV Watch`;
  if (!active) return;
  $("channel-title").textContent = `# ${active.name}`;
  $("channel-note").textContent = say(["no_messages", "one_message"][active.total] ?? "some_messages", { n: active.total });
  $("older").hidden = active.before === null;
  $("empty").hidden = !active.settled || active.feed.childElementCount > 0;
  const news = active.total - active.read;
  $("fresh").hidden = !news || isAtEnd();
  $("fresh").textContent = say("new", { n: news });
}

function isAtEnd() {
  const box = $("scroll");
  return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
}

function toEnd() {
  $("scroll").scrollTop = $("scroll").scrollHeight;
}

// The whole element where it fits, else its beginning.
function bring(element) {
  const box = $("scroll");
  const top = element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  box.scrollTop = Math.min(top - 8, box.scrollHeight);
}

function readAll() {
  if (!active || document.hidden || !isAtEnd() || active.read === active.total) return;
  active.read = active.total;
  memory.save();
  refresh();
}

async function load(channel, before = null) {
  const query = new URLSearchParams({ channel: channel.name });
  if (before !== null) query.set("before", before);
  const page = await call(`/local/messages?${query}`);
  for (const message of page.messages) place(channel.feed, message);
  channel.before = page.before;
  channel.settled = true;
}

async function open(name) {
  active = channels.get(name);
  refresh();
  active.loaded ??= load(active);
  const mine = active;
  try {
    await active.loaded;
  } catch (error) {
    mine.loaded = null;
    announce(error.message);
  }
  if (mine !== active) return;
  refresh();
  toEnd();
  readAll();
}

async function older() {
  const box = $("scroll");
  const from = box.scrollHeight - box.scrollTop;
  $("older").disabled = true;
  try {
    await load(active, active.before);
  } catch (error) {
    announce(error.message);
  }
  $("older").disabled = false;
  refresh();
  box.scrollTop = box.scrollHeight - from;
}

function announce(text) {
  $("announce").textContent = "";
  setTimeout(() => ($("announce").textContent = text), 50);
}

function receive(message, at) {
  const channel = channels.get(message.channel);
  if (!channel) return location.reload(); // the configuration has a new channel
  if (Number(at.split(":")[1]) <= Number(cursor.split(":")[1])) return;
  cursor = at;
  if (message.edited) {
    if (replace(message)) announce(say("changed", { channel: channel.name, text: message.plain }));
    return;
  }
  channel.total += 1;
  const follow = channel === active && isAtEnd();
  if (channel.settled && place(channel.feed, message)) {
    point(channel.feed, message);
    $(message.id)?.classList.add("arrived");
    if (follow) channel.before = trim(channel.feed, CARDS_MOST) ?? channel.before;
  }
  refresh();
  if (follow) toEnd();
  readAll();
  announce(`#${channel.name}: ${message.plain}`);
  notify(message);
}

function connect() {
  const source = new EventSource(`/local/events?cursor=${encodeURIComponent(cursor)}`);
  source.addEventListener("hello", (event) => {
    tries = 0;
    state("live", "live");
    const now = JSON.parse(event.data).version;
    if (now !== version && !$("line").value) location.reload();
  });
  source.addEventListener("reset", () => {
    source.close();
    location.reload();
  });
  source.addEventListener("message", (event) => receive(JSON.parse(event.data), event.lastEventId));
  source.addEventListener("error", () => {
    state("lost", "reconnecting");
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(connect, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
    tries += 1;
  });
}

async function run(text, kind, more = {}, shown = text) {
  const channel = active;
  const talk = exchange(channel.feed, shown);
  refresh();
  toEnd();
  try {
    const reply = await call("/local/requests", { kind, channel: channel.name, text, language, acts: acts(), ...more });
    if (reply.private) {
      talk.show(reply.html);
      announce(reply.plain);
    } else talk.box.remove();
  } catch (error) {
    const text_ = error instanceof TypeError ? say("gone") : error.message;
    talk.fail(text_);
    announce(text_);
  }
  refresh();
  if (channel === active && talk.box.isConnected) bring(talk.box);
}

async function suggest(text) {
  try {
    const reply = await call("/local/requests", { kind: "suggest", channel: active.name, text, language, acts: acts() });
    return reply.suggestions;
  } catch {
    return []; // no suggestions is what a person expects of a bot that is busy
  }
}

function notify(message) {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  new Notification(`EV Watch · #${message.channel}`, { body: message.plain, tag: message.id });
}

function offerNotifications() {
  const button = $("notify");
  if (!("Notification" in window) || Notification.permission !== "default") return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await Notification.requestPermission();
    button.hidden = Notification.permission !== "default";
  });
}

function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-command]");
    if (!button || !active) return;
    const message = button.closest("article.card")?.id;
    const more = { message, public: "public" in button.dataset };
    run(button.dataset.command, "button", more, button.textContent);
  });
  $("older").addEventListener("click", older);
  $("fresh").addEventListener("click", () => {
    toEnd();
    readAll();
  });
  $("scroll").addEventListener("scroll", readAll, { passive: true });
  document.addEventListener("visibilitychange", readAll);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input, textarea, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) $("line").focus();
  });
  prompt({ form: $("ask"), line: $("line"), options: $("options"), run, suggest });
  offerNotifications();
  $("language").addEventListener("change", () => choose($("language").value));
}

async function start() {
  try {
    const found = await call("/local/state");
    cursor = found.cursor;
    version = found.version;
    const read = memory.load();
    for (const each of found.channels) addChannel(each, read[each.name]);
  } catch (error) {
    state("lost", "unreachable");
    setTimeout(start, 2000);
    return;
  }
  listen();
  const wanted = decodeURIComponent(location.hash.slice(1));
  await open(channels.has(wanted) ? wanted : channels.keys().next().value);
  connect();
  if (matchMedia("(pointer: fine)").matches) $("line").focus();
}

document.documentElement.lang = language;
$("language").value = language;
dress(document);
acting();
start();
