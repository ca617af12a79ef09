// The page's own words in English and Chinese. Asked for with ?lang=, chosen once, or the browser's.

const KEPT = "evwatch.language";

const WORDS = {
  skip: ["Skip to the command line", "跳到命令行"],
  channels: ["Channels", "频道"],
  connecting: ["connecting…", "正在连接…"],
  live: ["live", "已连接"],
  reconnecting: ["reconnecting…", "正在重连…"],
  unreachable: ["not reachable, trying again…", "无法连接，正在重试…"],
  notify: ["Notify me on this desktop", "在此桌面通知我"],
  messages: ["Messages", "消息"],
  earlier: ["Show earlier messages", "显示更早的消息"],
  nothing: ["Nothing has happened yet", "还没有消息"],
  invitation: [
    "An alert appears here as soon as a watched company takes a step: a registration, an approval, a factory, a first delivery. Until then you can ask:",
    "所关注的公司一有进展（注册、获批、建厂、首批交付），提醒就会出现在这里。现在可以先查询：",
  ],
  try_steps: ["what a company has done so far", "一家公司至今的进展"],
  try_status: ["which sources are read, and how they do", "有哪些来源，状态如何"],
  try_help: ["everything you can type", "可输入的全部命令"],
  suggestions: ["Suggestions", "候选"],
  command: ["Command", "命令"],
  ask: ["Ask", "发送"],
  hint_slash: ["starts a command", "开始输入命令"],
  hint_tab: ["takes a suggestion", "选用候选"],
  hint_up: ["brings back the last one", "找回上一条"],
  hint_help: ["tells them all", "列出全部命令"],
  unread: [" unread", " 条未读"],
  no_messages: ["no messages", "没有消息"],
  one_message: ["1 message", "1 条消息"],
  some_messages: ["{n} messages", "{n} 条消息"],
  new: ["{n} new ↓", "{n} 条新消息 ↓"],
  changed: ["#{channel}, changed: {text}", "#{channel} 有改动：{text}"],
  update_of: ["Update of an earlier alert", "此前提醒的更新"],
  updates: ["Updates", "更新"],
  update: ["↳ Update ", "↳ 更新 "],
  edited: ["Edited", "已编辑"],
  answer_to: ["Answer to {text}", "对 {text} 的回答"],
  you_asked: ["You asked: ", "您输入了："],
  only_you: ["Only you see this", "只有您能看到"],
  dismiss: ["Dismiss", "关闭"],
  looking: ["Looking…", "正在查询…"],
  gone: ["EV Watch cannot be reached. Is it running?", "无法连接 EV Watch，它在运行吗？"],
  answered: ["The server answered {n}.", "服务器返回 {n}。"],
  language: ["Language", "语言"],
  you_are: ["You act as", "您的身份"],
  admin: ["Admin (you)", "管理员（本人）"],
  editor: ["Editor", "编辑者"],
  asker: ["Asker", "查询者"],
  reader: ["Reader", "读者"],
  as_editor: [
    "You act as an editor: you may change what is watched, not who may do what.",
    "当前以编辑者身份操作：可以改动关注内容，不能改动权限。",
  ],
  as_asker: ["You act as an asker: you may look everything up, and change nothing.", "当前以查询者身份操作：可以查询，不能改动。"],
  as_reader: [
    "You act as a reader: you see the alerts, and may say that one is no milestone.",
    "当前以读者身份操作：可以看提醒，也可以标记其不是进展。",
  ],
  back: ["Be the admin again", "恢复管理员身份"],
};

// What the server says where nothing can be asked.
const SAID = {
  "EV Watch is still starting; try again soon.": "EV Watch 正在启动，请稍后再试。",
  "There is no such channel.": "没有该频道。",
  "A command line is shorter.": "命令过长。",
  "Too many pages are open.": "打开的页面过多。",
  "Only the page itself may send this.": "只有本页面可以发送。",
  "Open the page once with /?token=YOUR-TOKEN.": "请先用 /?token=您的令牌 打开一次本页。",
};

function chosen() {
  const asked = new URLSearchParams(location.search).get("lang");
  try {
    if (asked) localStorage.setItem(KEPT, asked);
    return asked ?? localStorage.getItem(KEPT) ?? navigator.language;
  } catch {
    return asked ?? navigator.language;
  }
}

export const language = chosen().toLowerCase().startsWith("zh") ? "zh" : "en";

// For dates: the browser's own way where it is of that language.
export const locale = navigator.language.toLowerCase().startsWith(language) ? navigator.language : { zh: "zh-CN", en: "en-GB" }[language];

export function say(key, values = {}) {
  const words = WORDS[key][language === "zh" ? 1 : 0];
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function said(error) {
  return language === "zh" ? (SAID[error] ?? error) : error;
}

// What stands in the page in English, in the reader's language.
export function dress(root) {
  for (const each of root.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say);
  for (const each of root.querySelectorAll("[data-say-label]")) each.setAttribute("aria-label", say(each.dataset.sayLabel));
}

export function choose(tag) {
  try {
    localStorage.setItem(KEPT, tag);
  } catch {
    // Not kept: the address says it.
  }
  const address = new URL(location.href);
  address.searchParams.set("lang", tag);
  location.assign(address);
}
