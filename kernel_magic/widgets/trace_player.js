// Steps through a recorded run. Every text of it is foreign: it reaches the page as text only, never as markup.

const CLASSES = new Set(["cc", "cs", "cm", "ck", "co", "cf", "cb"]);
const HELP =
  "← → step · Home End · Page Up, Page Down: a round · click a line: the next time it runs (Shift: the time before)";

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children); // strings become text nodes
  return made;
}

function button(label, name, action) {
  const made = element("button", { type: "button", "aria-label": name, title: name }, label);
  made.addEventListener("click", action);
  return made;
}

/** The run in full: for each step its line, its call, the values it had, what it gave, its round. */
function read(run) {
  const values = [];
  const owner = spread(run.owners, run.lines.length).map((row) => row[1]);
  const latest = new Map();
  const following = new Array(run.lines.length).fill(-1);
  const last = new Map();
  run.deltas.forEach((delta, at) => {
    const found = new Map(latest.get(owner[at]));
    for (let i = 0; i < delta.length; i += 2) {
      if (delta[i + 1] < 0) found.delete(delta[i]);
      else found.set(delta[i], delta[i + 1]);
    }
    values.push(found);
    latest.set(owner[at], found);
    if (last.has(owner[at])) following[last.get(owner[at])] = at;
    last.set(owner[at], at);
  });
  const events = new Map(run.events.map(([at, kind, value]) => [at, [kind, run.texts[value]]]));
  return { owner, values, following, events, rounds: spread(run.rounds, run.lines.length) };
}

/** Rows that hold from their first entry on, as one row for each step. */
function spread(rows, length) {
  const found = [];
  let next = 0;
  for (let at = 0; at < length; at += 1) {
    if (next + 1 < rows.length && rows[next + 1][0] <= at) next += 1;
    found.push(rows[next]);
  }
  return found;
}

class Player {
  constructor(model, el) {
    this.model = model;
    this.run = model.get("run");
    this.told = read(this.run);
    this.last = this.run.lines.length - 1;
    this.at = -1;
    this.watched = new Set();
    this.build(el);
    this.show(Math.min(Math.max(model.get("at"), 0), this.last));
    this.follow = () => this.show(model.get("at"));
    model.on("change:at", this.follow);
  }

  close() {
    this.model.off?.("change:at", this.follow);
  }

  build(el) {
    const call = this.run.title;
    this.root = element("article", {
      class: "km km-player",
      role: "region",
      tabindex: "0",
      "aria-label": call ? `Step through ${call}` : "Step through the run",
      // JupyterLab's own keys (arrows that move between cells) stay out.
      "data-lm-suppress-shortcuts": "true",
    });
    const title = element("h3", {}, "Step through ", element("code", {}, call || "the program"));
    this.root.append(element("div", { class: "top" }, title, this.bar()));
    this.root.append(element("div", { class: "both" }, this.codePart(), this.valuesPart()));
    this.output = element("pre", { class: "printed", tabindex: "0", "aria-label": "Output of the whole run" });
    this.outputNote = element("p", { class: "ran" });
    this.root.append(element("div", { class: "end" }, this.outputNote, this.output));
    this.root.append(element("p", { class: "foot" }, HELP));
    this.root.addEventListener("keydown", (event) => this.key(event));
    el.append(this.root);
  }

  bar() {
    this.back = button("◀ Back", "One step back (←)", () => this.show(this.at - 1));
    this.forward = button("Forward ▶", "One step forward (→)", () => this.show(this.at + 1));
    this.first = button("|◀", "First step (Home)", () => this.show(0));
    this.end = button("▶|", "Last step (End)", () => this.show(this.last));
    this.slider = element("input", { type: "range", min: "0", max: String(this.last), "aria-label": "Step" });
    this.slider.addEventListener("input", () => this.show(Number(this.slider.value)));
    this.place = element("span", { class: "ran", role: "status", "aria-live": "polite" });
    return element("div", { class: "bar" }, this.first, this.back, this.forward, this.end, this.slider, this.place);
  }

  codePart() {
    this.lines = this.run.code.map((pieces, index) => this.codeLine(pieces, index + 1));
    const shown = element("div", { class: "code", role: "group", "aria-label": "Code" }, ...this.lines);
    shown.addEventListener("keydown", (event) => this.codeKey(event));
    this.runnable = this.lines.filter((line) => line.tagName === "BUTTON");
    if (this.runnable.length) this.runnable[0].tabIndex = 0;
    return shown;
  }

  codeLine(pieces, number) {
    const text = pieces.map(([kind, value]) =>
      CLASSES.has(kind) ? element("span", { class: kind }, value) : document.createTextNode(value),
    );
    const times = this.run.lines.filter((line, at) => line === number && !this.told.events.has(at)).length;
    const width = String(this.run.code.length).length;
    const content = [element("span", { class: "ln" }, `${String(number).padStart(width)}  `), ...text];
    if (!times) return element("div", { class: "line" }, ...content);
    const line = element("button", { type: "button", class: "line", tabindex: "-1" }, ...content);
    line.title = `Runs ${times} ${times === 1 ? "time" : "times"}`;
    line.addEventListener("click", (event) => this.jump(number, event.shiftKey ? -1 : 1));
    return line;
  }

  valuesPart() {
    this.calls = element("p", { class: "calls" });
    this.rows = element("tbody");
    const head = ["watch", "name", "before", "after"].map((name) => element("th", { scope: "col" }, name));
    const table = element("table", {}, element("thead", {}, element("tr", {}, ...head)), this.rows);
    this.came = element("p", { class: "came" });
    return element("div", { class: "values" }, this.calls, element("div", { class: "wide" }, table), this.came);
  }

  show(at) {
    const wanted = Math.min(Math.max(at, 0), this.last);
    if (wanted === this.at) return;
    this.at = wanted;
    this.showPlace();
    this.showLine();
    this.showValues();
    this.showOutput();
    if (this.model.get("at") !== wanted) {
      this.model.set("at", wanted);
      this.model.save_changes();
    }
  }

  showPlace() {
    const [, line, round, total] = this.told.rounds[this.at];
    const rounds = round ? ` · round ${round}${total ? ` of ${total}` : ""} of the loop on line ${line}` : "";
    const cut = this.run.truncated ? "first " : "";
    this.place.textContent = `step ${this.at + 1} of ${cut}${this.last + 1} · line ${this.run.lines[this.at]}${rounds}`;
    this.slider.value = String(this.at);
    this.slider.setAttribute("aria-valuetext", this.place.textContent);
    // A disabled button would lose the focus, and with it the keyboard.
    for (const each of [this.first, this.back]) each.setAttribute("aria-disabled", String(this.at === 0));
    for (const each of [this.forward, this.end]) each.setAttribute("aria-disabled", String(this.at === this.last));
  }

  showLine() {
    const now = this.lines[this.run.lines[this.at] - 1];
    for (const line of this.lines) {
      line.classList.toggle("now", line === now);
      if (line === now) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
    }
    if (!now) return;
    const box = now.parentElement;
    const [above, below] = [box.scrollTop, box.scrollTop + box.clientHeight];
    if (now.offsetTop < above || now.offsetTop + now.offsetHeight > below) {
      box.scrollTop = now.offsetTop - box.clientHeight / 2;
    }
  }

  showValues() {
    const { owner, values, following, events } = this.told;
    const before = values[this.at];
    const after = following[this.at] >= 0 && !events.has(this.at) ? values[following[this.at]] : null;
    const names = new Set([...this.watched, ...before.keys(), ...(after ? after.keys() : [])]);
    const focused = this.rows.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    this.rows.replaceChildren(...[...names].map((name) => this.row(name, before, after)));
    if (focused !== null) this.rows.querySelector(`[data-name="${focused}"]`)?.focus();
    this.calls.replaceChildren(...this.stack(owner[this.at]));
    this.showCame(events.get(this.at));
  }

  row(name, before, after) {
    const texts = this.run.texts;
    const watched = this.watched.has(name);
    const pin = button(watched ? "★" : "☆", `Watch ${texts[name]}`, () => this.watch(name));
    pin.setAttribute("aria-pressed", String(watched));
    pin.dataset.name = String(name);
    const old = before.has(name) ? texts[before.get(name)] : "–";
    const changed = after !== null && before.get(name) !== after.get(name);
    const now = after === null ? "" : after.has(name) ? texts[after.get(name)] : "gone";
    const value = element("code", {}, now);
    return element(
      "tr",
      { class: changed ? "changed" : "" },
      element("td", {}, pin),
      element("th", { scope: "row" }, element("code", {}, texts[name])),
      element("td", {}, element("code", {}, old)),
      element("td", {}, ...(changed ? [element("strong", {}, value)] : now ? [value] : [])),
    );
  }

  /** The calls that are going on, from the outermost to the one the step is in. */
  stack(call) {
    const { calls, texts } = this.run;
    const chain = [];
    for (let at = call; at >= 0; at = calls[at][2]) chain.unshift(at);
    const shown = chain.length > 6 ? [...chain.slice(0, 2), -1, ...chain.slice(-3)] : chain;
    const parts = [`call depth ${calls[call][1]}: `];
    shown.forEach((at, index) => {
      if (index) parts.push(" › ");
      parts.push(at < 0 ? `… ${chain.length - 5} more …` : element("code", {}, texts[calls[at][3]]));
    });
    return parts;
  }

  showCame(event) {
    const words = { return: "returned ", gave: "gave ", exception: "raised ", end: "the program ends" };
    this.came.replaceChildren();
    if (!event) return;
    const [kind, value] = event;
    this.came.append(words[kind], ...(kind === "end" ? [] : [element("code", {}, value)]));
    this.came.className = kind === "exception" ? "came no" : "came ok";
  }

  showOutput() {
    const { output, outcome, truncated } = this.run;
    const ended = this.at === this.last;
    this.output.hidden = !(ended && output);
    this.output.textContent = ended ? output : "";
    const cut = truncated ? "The run was longer than what was recorded. " : "";
    const printed = output ? "It printed:" : "It printed nothing.";
    const later = output ? "What was printed is shown at the last step." : "";
    this.outputNote.textContent = ended ? `${cut}${outcome} ${printed}` : later;
  }

  watch(name) {
    if (!this.watched.delete(name)) this.watched.add(name);
    this.showValues();
  }

  /** To the next time (or the time before) that a line runs, past the ends around to the other side. */
  jump(number, direction) {
    const count = this.last + 1;
    for (let far = 1; far <= count; far += 1) {
      const at = (((this.at + direction * far) % count) + count) % count;
      if (this.run.lines[at] === number && !this.told.events.has(at)) {
        this.show(at);
        return;
      }
    }
  }

  round(direction) {
    const begins = this.run.rounds.map((row) => row[0]);
    if (direction > 0) this.show(begins.find((at) => at > this.at) ?? this.last);
    else this.show(begins.filter((at) => at < this.at).pop() ?? 0);
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const actions = {
      ArrowLeft: () => this.show(this.at - 1),
      ArrowRight: () => this.show(this.at + 1),
      Home: () => this.show(0),
      End: () => this.show(this.last),
      PageDown: () => this.round(1),
      PageUp: () => this.round(-1),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  /** One line of the code can be reached by Tab; ↑ and ↓ go on from there, Enter jumps. */
  codeKey(event) {
    const here = this.runnable.indexOf(event.target);
    if (here < 0) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.jump(this.lines.indexOf(event.target) + 1, event.shiftKey ? -1 : 1);
      return;
    }
    const next = { ArrowUp: here - 1, ArrowDown: here + 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (!this.runnable[next]) return;
    event.target.tabIndex = -1;
    this.runnable[next].tabIndex = 0;
    this.runnable[next].focus();
  }
}

function render({ model, el }) {
  const player = new Player(model, el);
  return () => player.close();
}

export default { render };
