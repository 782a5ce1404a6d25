// What the page does without asking the server: the evidence panel, its focus, and announcements.
// All text it handles was escaped on the server; it moves nodes and never builds HTML from words.

window.pressroom = (() => {
  const panel = () => document.getElementById("evidence");
  const isNarrow = () => window.matchMedia("(max-width: 860px)").matches;
  let cameFrom = null; // the marker that keyboard focus returns to
  let lastTurn = null;

  function show(turn, number) {
    const store = turn.querySelector(".evidence-store");
    const body = panel()?.querySelector(".evidence-body");
    if (!store || !body) return;
    if (body.dataset.turn !== turn.dataset.turn) {
      body.replaceChildren(...store.cloneNode(true).childNodes);
      body.dataset.turn = turn.dataset.turn;
      body.scrollTop = 0;
    }
    const count = body.querySelectorAll(".citation").length;
    panel().querySelector(".evidence-count").textContent = count ? `${count} cited` : "";
    if (!count) body.replaceChildren(hint("This answer cites nothing."));
    choose(body, number);
  }

  function hint(words) {
    const line = document.createElement("p");
    line.className = "hint";
    line.textContent = words;
    return line;
  }

  function choose(body, number) {
    const cited = [...body.querySelectorAll(".citation")];
    const chosen = cited.find((c) => c.dataset.number === String(number)) ?? cited[0];
    cited.forEach((c) => c.classList.toggle("chosen", c === chosen));
    document.querySelectorAll("a.marker").forEach((marker) => {
      const isChosen =
        marker.dataset.turn === body.dataset.turn &&
        marker.dataset.number === chosen?.dataset.number;
      if (isChosen) marker.setAttribute("aria-current", "true");
      else marker.removeAttribute("aria-current");
    });
    return chosen;
  }

  function open(marker) {
    const turn = marker.closest(".turn");
    cameFrom = marker;
    show(turn, marker.dataset.number);
    panel().dataset.open = "true";
    const chosen = panel().querySelector(".citation.chosen");
    chosen?.focus({ preventScroll: true });
    if (chosen) scrollTo(chosen);
  }

  function scrollTo(citation) {
    const body = panel().querySelector(".evidence-body");
    const heading = citation.closest(".from-document")?.querySelector("header");
    const shift = citation.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTo({ top: body.scrollTop + shift - (heading?.offsetHeight ?? 0) - 12 });
  }

  function close() {
    panel().dataset.open = "false";
    cameFrom?.focus({ preventScroll: isNarrow() });
    cameFrom = null;
  }

  function answerChanged(element) {
    const turn = element.querySelector(".turn");
    if (!turn) return clear();
    if (turn.dataset.turn !== lastTurn) {
      lastTurn = turn.dataset.turn;
      turn.scrollIntoView({ block: "start" });
    }
    if (turn.dataset.state === "writing") return;
    announce(turn.dataset.told);
    if (turn.dataset.state === "done") show(turn, null);
  }

  function clear() {
    lastTurn = null;
    const body = panel()?.querySelector(".evidence-body");
    if (!body || !body.dataset.turn) return;
    delete body.dataset.turn;
    body.replaceChildren(hint("The passages of the next answer are shown here."));
    panel().querySelector(".evidence-count").textContent = "";
    panel().dataset.open = "false";
  }

  function documentOpened(element) {
    const mark = element.querySelector("mark");
    const reader = element.querySelector(".reader");
    reader?.focus({ preventScroll: true });
    (mark ?? document.getElementById("tabs"))?.scrollIntoView({ block: mark ? "center" : "start" });
  }

  // Gradio names its drop zone otherwise than it labels it, which voice control cannot follow.
  function libraryShown() {
    setTimeout(() => {
      const zone = document.querySelector("#files button[aria-label]");
      zone?.setAttribute("aria-label", zone.innerText);
    }, 500);
  }

  function announce(words) {
    let live = document.getElementById("live");
    if (!live) {
      live = document.createElement("div");
      live.id = "live";
      live.className = "visually-hidden";
      live.setAttribute("role", "status");
      document.body.append(live);
    }
    live.textContent = words ?? "";
  }

  document.addEventListener("DOMContentLoaded", () => announce(""));
  document.addEventListener("click", (event) => {
    const marker = event.target.closest("a.marker");
    if (marker) {
      event.preventDefault();
      open(marker);
    } else if (event.target.closest("#evidence .close")) {
      close();
    } else {
      const citation = event.target.closest("#evidence .citation");
      if (citation) choose(citation.closest(".evidence-body"), citation.dataset.number);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("a.marker") && event.key === " ") {
      event.preventDefault();
      open(event.target);
    } else if (event.key === "Escape" && cameFrom) {
      close();
    }
  });

  return { answerChanged, documentOpened, libraryShown };
})();
