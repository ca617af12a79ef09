// The command line: history with the arrow keys, suggestions as an ARIA combobox.

const HISTORY = "evwatch.history";
const HISTORY_MOST = 100;
const PAUSE_MS = 120;

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(HISTORY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

export function prompt({ form, line, options, run, suggest }) {
  const history = recall();
  let at = history.length;
  let draft = "";
  let active = -1;
  let timer = 0;
  let asked = 0;

  const items = () => [...options.children];
  const isOpen = () => !options.hidden;

  function close() {
    clearTimeout(timer);
    asked += 1;
    options.hidden = true;
    options.replaceChildren();
    active = -1;
    line.setAttribute("aria-expanded", "false");
    line.removeAttribute("aria-activedescendant");
  }

  function show(words) {
    close();
    words.forEach((word, i) => {
      const item = document.createElement("li");
      item.id = `option-${i}`;
      item.role = "option";
      item.textContent = word;
      item.setAttribute("aria-selected", "false");
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(i);
      });
      options.append(item);
    });
    if (!words.length) return;
    options.hidden = false;
    line.setAttribute("aria-expanded", "true");
  }

  function mark(index) {
    const all = items();
    active = (index + all.length) % all.length;
    all.forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    all[active].scrollIntoView({ block: "nearest" });
    line.setAttribute("aria-activedescendant", all[active].id);
  }

  // A suggestion that starts with a slash is the whole line, any other one its last word.
  function take(index) {
    const word = items()[index].textContent;
    const head = word.startsWith("/") ? "" : line.value.replace(/\S*$/, "");
    line.value = `${head}${word}${word.endsWith(":") ? "" : " "}`; // "kind:" waits for its value
    close();
    line.focus();
    ask();
  }

  function ask() {
    clearTimeout(timer);
    const mine = (asked += 1);
    const text = line.value;
    if (!text.trim()) return close();
    timer = setTimeout(async () => {
      const words = await suggest(text);
      const done = words.length === 1 && [text.trim(), text.split(" ").at(-1)].includes(words[0]);
      if (mine === asked && document.activeElement === line) show(done ? [] : words);
    }, PAUSE_MS);
  }

  function travel(step) {
    if (!history.length) return;
    if (at === history.length) draft = line.value;
    at = Math.min(Math.max(at + step, 0), history.length);
    line.value = at === history.length ? draft : history[at];
    line.setSelectionRange(line.value.length, line.value.length);
    close();
  }

  function remember(command) {
    if (history.at(-1) !== command) history.push(command);
    history.splice(0, history.length - HISTORY_MOST);
    at = history.length;
    try {
      localStorage.setItem(HISTORY, JSON.stringify(history));
    } catch {
      // A browser that keeps nothing still has this page's history.
    }
  }

  const keys = {
    ArrowDown: () => (isOpen() ? mark(active + 1) : travel(1)),
    ArrowUp: () => (isOpen() && active >= 0 ? mark(active - 1) : travel(-1)),
    Tab: () => isOpen() && (take(Math.max(active, 0)), true),
    Enter: () => isOpen() && active >= 0 && (take(active), true),
    Escape: () => isOpen() && (close(), true),
  };

  line.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const handled = keys[event.key]?.();
    if (handled !== false && event.key in keys) event.preventDefault();
  });
  line.addEventListener("input", ask);
  line.addEventListener("blur", close);
  // A line of text holds no lines: a list pasted behind its verb is shown at once, to be confirmed.
  line.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const verb = line.value.trim();
    if (!pasted.trim().includes("\n") || !/^\/evwatch\s+(import|导入)$/i.test(verb)) return;
    event.preventDefault();
    close();
    line.value = "";
    run(`${verb}\n${pasted}`, "command");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const command = line.value.trim();
    if (!command) return;
    close();
    remember(command);
    line.value = "";
    run(command, "command");
  });
}
