/* What the pages gain by a script: copy buttons, a clock that goes on, a journal that grows. */
"use strict";

const say = (sentence) => { document.getElementById("said").textContent = sentence; };

/* Copy buttons: hidden without a script. */
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
      say("Copied");
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    } catch {
      // A page that did not come over a safe connection may not write to the clipboard.
      getSelection().selectAllChildren(source);
      say("The text is selected: copy it with the keyboard");
    }
  });
}

/* Running clocks. */
const running = [...document.querySelectorAll("time[data-running]")];
if (running.length) {
  const ahead = Date.parse(running[0].dateTime) - Date.now();
  setInterval(() => {
    const now = new Date(Date.now() + ahead).toISOString();
    for (const clock of running) clock.textContent = `${now.slice(0, 10)} ${now.slice(11, 19)}`;
  }, 1000);
}

/* The journal: events say that there is something new, the rows come from the page's own template. */
const MOST_ROWS = 500;
const body = document.querySelector("tbody[data-stream]");
if (body) follow(body);

function follow(rows) {
  const sign = document.getElementById("live");
  const pause = document.getElementById("pause");
  let latest = Number(rows.dataset.latest);
  let stream = null;
  let loading = false;
  let again = false;

  const show = (text, kind) => {
    sign.hidden = false;
    sign.textContent = text;
    sign.className = `tag ${kind}`;
  };

  const paused = () => pause.getAttribute("aria-pressed") === "true";

  async function load() {
    if (loading) { again = true; return; }
    loading = true;
    try {
      const address = new URL(rows.dataset.rows, location.href);
      address.searchParams.set("after", latest);
      const answer = await fetch(address);
      const html = await answer.text();
      // A paused page stands still, whatever was on its way; what it leaves out comes when it goes on.
      if (answer.ok && !paused()) add(html);
    } finally {
      loading = false;
      if (again) { again = false; load(); }
    }
  }

  function add(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = [...holder.content.querySelectorAll("tr")].filter((row) => Number(row.dataset.number) > latest);
    if (!fresh.length) return;
    latest = Number(fresh[0].dataset.number);
    for (const row of fresh) row.classList.add("fresh");
    rows.prepend(...fresh);
    while (rows.rows.length > MOST_ROWS) rows.lastElementChild.remove();
    document.getElementById("empty").hidden = true;
    const kept = document.getElementById("kept");
    kept.textContent = Number(kept.textContent) + fresh.length;
  }

  function start() {
    stream = new EventSource(rows.dataset.stream);
    // What was written while the page was loading or paused came before the stream began.
    stream.addEventListener("open", () => { show("Live", "ok"); load(); });
    stream.addEventListener("exchange", load);
    stream.addEventListener("error", () => show(stream.readyState === EventSource.CLOSED ? "Not live: reload the page" : "Connecting", "warn"));
  }

  pause.hidden = false;
  pause.addEventListener("click", () => {
    pause.setAttribute("aria-pressed", !paused());
    if (paused()) { stream.close(); show("Paused", "warn"); } else { start(); }
  });
  start();
}
