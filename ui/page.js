// What the page does without asking the server: the evidence panel, its focus, and announcements.
// All text it handles was escaped on the server; it moves nodes and never builds HTML from words.

window.pressroom = (() => {
  const panel = () => document.getElementById("evidence");
  const isNarrow = () => window.matchMedia("(max-width: 860px)").matches;
  let cameFrom = null; // the marker that keyboard focus returns to
  let lastTurn = null;
  let leaving = null; // the time left to a quote that the pointer has left
  const ASKING_BUTTONS = "[data-do=again], [data-do=only], [data-do=choose]";
  const views = {}; // what the server shows: statements, documents, document, chips
  const asked = {}; // what each of them was asked for last
  const UNREACHABLE = '<p class="failure">The server does not answer. Try again in a moment.</p>';

  function show(turn, number, { isNew = false } = {}) {
    const store = turn.querySelector(".evidence-store");
    const body = panel()?.querySelector(".evidence-body");
    if (!store || !body) return;
    if (isNew || body.dataset.turn !== turn.dataset.turn) {
      body.replaceChildren(...store.cloneNode(true).childNodes);
      body.dataset.turn = turn.dataset.turn;
      body.scrollTop = 0;
    }
    const count = body.querySelectorAll(".citation").length;
    panel().querySelector(".evidence-count").textContent = count ? `${count} cited` : "";
    if (!count) body.replaceChildren(hint("This answer cites nothing."));
    const chosen = choose(body, number);
    if (isNew && chosen) scrollToFirst(body, chosen);
  }

  // The head of the first document stays in sight where the words stand near it.
  function scrollToFirst(body, citation) {
    const words = citation.querySelector("mark");
    const shift = words?.getBoundingClientRect().top - body.getBoundingClientRect().top;
    if (shift > 0.8 * body.clientHeight) scrollTo(citation);
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
    if (isNarrow()) showAboveSheet(marker);
    const chosen = panel().querySelector(".citation.chosen");
    chosen?.focus({ preventScroll: true });
    if (chosen) scrollTo(chosen);
  }

  // On a small screen the evidence covers the lower part: what it belongs to moves above it.
  function showAboveSheet(marker) {
    const room = panel().getBoundingClientRect().top;
    const { bottom } = marker.getBoundingClientRect();
    if (bottom > room - 8) window.scrollBy({ top: bottom - room + 16 });
  }

  // What the keyboard comes by is shown beside, without taking the focus away.
  function glance(marker) {
    if (isNarrow() || !marker.closest(".turn")) return;
    show(marker.closest(".turn"), marker.dataset.number);
    const chosen = panel().querySelector(".citation.chosen");
    if (chosen) scrollTo(chosen);
  }

  function scrollTo(citation) {
    const body = panel().querySelector(".evidence-body");
    const heading = citation.closest(".from-document")?.querySelector("header");
    const from = body.getBoundingClientRect().top - body.scrollTop;
    const top = citation.getBoundingClientRect().top - from - (heading?.offsetHeight ?? 0) - 12;
    const words = citation.querySelector("mark")?.getBoundingClientRect().top - from;
    const isFarDown = words - top > 0.75 * body.clientHeight;
    body.scrollTo({ top: isFarDown ? words - 0.4 * body.clientHeight : top });
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
    if (turn.dataset.state === "writing") return namesTheQuestion(turn);
    announce(turn.dataset.told);
    if (turn.dataset.state === "done") show(turn, null, { isNew: true });
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

  // The words behind a marker, over it, for the mouse and for the keyboard.
  function tip() {
    let box = document.getElementById("quote-tip");
    if (!box) {
      box = document.createElement("div");
      box.id = "quote-tip";
      box.setAttribute("role", "tooltip");
      box.hidden = true;
      document.querySelector(".gradio-container").append(box);
    }
    return box;
  }

  function showTip(marker) {
    clearTimeout(leaving);
    const box = tip();
    box.textContent = marker.dataset.quote;
    box.hidden = false;
    marker.setAttribute("aria-describedby", box.id);
    const at = marker.getBoundingClientRect();
    const isLow = at.top > box.offsetHeight + 12;
    const left = Math.min(at.left - 12, document.documentElement.clientWidth - box.offsetWidth - 12);
    box.style.left = `${Math.max(left, 12)}px`;
    box.style.top = `${isLow ? at.top - box.offsetHeight - 4 : at.bottom + 4}px`;
  }

  function hideTip() {
    clearTimeout(leaving);
    tip().hidden = true;
  }

  // The pointer has a moment to move from the marker onto the quote, to select words of it.
  function leaveTip() {
    clearTimeout(leaving);
    leaving = setTimeout(hideTip, 200);
  }

  // Works without a secure address too, where browsers offer pages no other clipboard.
  function copy(words, html) {
    const fill = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", words);
      if (html) event.clipboardData.setData("text/html", html);
    };
    document.addEventListener("copy", fill, { once: true });
    document.execCommand("copy");
    document.removeEventListener("copy", fill);
  }

  function copyLink(button) {
    const { origin, pathname } = window.location;
    copy(origin + pathname + button.dataset.link);
    announce("The link is copied.");
    told(button, "Copied");
  }

  function copyAnswer(button) {
    const kept = button.closest(".turn").querySelector(".to-copy");
    copy(kept.dataset.markdown, kept.innerHTML);
    announce("The answer is copied with its footnotes.");
    told(button, "Copied");
  }

  // What the server answers to a click: a file to save, a link to copy, or words.
  function toldChanged(element) {
    const file = element.querySelector("[data-file]");
    if (file) return save(JSON.parse(file.dataset.file));
    const shared = element.querySelector("[data-shared]");
    if (!shared) return;
    const { origin, pathname } = window.location;
    shared.textContent = origin + pathname + shared.dataset.shared;
    copy(shared.textContent);
    shared.nextElementSibling.textContent = "(copied)";
  }

  function save({ name, kind, text }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
    announce(`Saved as ${name}`);
  }

  // The address names what is shown, so that a reload, a link, Back and Forward find it again.
  const addresses = { ask: "", statements: "?tab=statements", library: "?tab=library" };
  let here = tabOf(window.location.search);
  let list = addresses.library; // the list of documents that a document was opened from
  let conversation = new URLSearchParams(window.location.search).get("c");
  let lead = () => {}; // lets Gradio show the tab and fill the fields that the address names
  addresses[here] = window.location.search;

  function tabOf(query) {
    const tab = new URLSearchParams(query).get("tab");
    return tab in addresses ? tab : "ask";
  }

  // What a tab shows now: in the address bar at once if it is the tab in sight, else when it is.
  function nowShows(tab, query, { isStep = true } = {}) {
    addresses[tab] = query;
    if (tab !== here || query === window.location.search) return;
    const address = window.location.pathname + query;
    if (isStep) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }

  function go(query, options) {
    here = tabOf(query);
    nowShows(here, query, options);
    look();
  }

  function follow(link) {
    go(link.closest(".voices") ? withTheDates(link.search) : link.search);
    lead();
  }

  // Who is on record is listed where dates may have been filled in but nothing was shown yet.
  function withTheDates(query) {
    const named = new URLSearchParams(query);
    const [, , since, until] = document.querySelectorAll("#whose :is(input, textarea)");
    return statementsQuery(named.get("speaker"), "", since.value, until.value);
  }

  function statementsQuery(speaker, topic, since, until) {
    const chosen = Object.entries({ speaker, topic, since, until });
    const given = chosen.map(([name, value]) => [name, (value ?? "").trim()]);
    return `?${new URLSearchParams([["tab", "statements"], ...given.filter(([, value]) => value)])}`;
  }

  function find(words) {
    const named = new URLSearchParams(list);
    named.delete("page");
    if (words.trim()) named.set("find", words.trim());
    else named.delete("find");
    go(`?${named}`, { isStep: false });
  }

  // Tabs are changed by hand and by the script; either way Gradio marks the one in sight.
  function tabShown(tab) {
    if (tab === here || !(tab in addresses)) return;
    here = tab;
    nowShows(tab, addresses[tab]);
    look({ isNews: true });
  }

  window.addEventListener("popstate", () => {
    const { search } = window.location;
    here = tabOf(search);
    if (here === "ask") nowShows("ask", addresses.ask, { isStep: false });
    else addresses[here] = search;
    look();
    lead();
  });

  const SELECTED_TAB = "#tabs [role=tab][aria-selected=true]";
  const nameOf = (tab) => tab?.textContent.trim().toLowerCase();

  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target.matches(SELECTED_TAB)) tabShown(nameOf(target));
    }
  }).observe(document, { subtree: true, attributeFilter: ["aria-selected"] });

  function guidedBy(led) {
    lead = led;
    look();
  }

  // The tab and the values of the fields for Gradio; what is left out stays as it is. The tab that
  // is shown already is left out: the reader may choose another before Gradio comes to this.
  function place() {
    const named = new URLSearchParams(addresses[here]);
    const [topic, since, until, words] = ["topic", "since", "until", "find"].map(
      (name) => named.get(name) ?? "",
    );
    const isShown = nameOf(document.querySelector(SELECTED_TAB)) === here;
    const tab = isShown ? undefined : { __type__: "update", selected: here };
    if (here === "statements") return [tab, named.get("speaker"), topic, since, until, undefined];
    const fields = Array(4).fill(undefined);
    return [tab, ...fields, inSight() === "documents" ? words : undefined];
  }

  // The view that the address names.
  function inSight() {
    if (here !== "library") return here;
    return new URLSearchParams(addresses.library).has("document") ? "document" : "documents";
  }

  function look(options) {
    const name = inSight();
    if (name === "documents") list = addresses.library;
    document.documentElement.toggleAttribute("data-reading", name === "document");
    ask(name, addresses[here], options);
  }

  function ask(name, what, options) {
    asked[name] = what;
    views[name]?.(what, options);
  }

  // A view shows what the server answers. Answers may overtake one another, and come when something
  // else was asked for long ago: only the answer to what was asked for last is shown.
  function shows(name, element, props, answered) {
    const isSet = setByGradio();
    let last = 0;
    let isCome = false; // whether the reader came here, and is led to what is shown
    views[name] = async (what, { isNews = false } = {}) => {
      const number = ++last;
      isCome ||= !isNews;
      element.setAttribute("aria-busy", "true");
      const [shown] = await Promise.all([answered(what), isSet]);
      if (number !== last) return;
      showAnew(element, props, shown ?? UNREACHABLE);
      element.removeAttribute("aria-busy");
      if (isCome) whenLaidOut(element, () => number === last && arrived[name]?.(element));
      isCome = false;
    };
    if (name in asked) views[name](asked[name]);
  }

  // A list is shown anew while it is used: what the reader has opened stays open, and what has the
  // focus keeps it, though it stands elsewhere now. Gradio changes the page a moment later.
  function showAnew(element, props, shown) {
    const found = focusedIn(element);
    props.value = stillOpen(element, shown);
    if (found) setTimeout(() => element.querySelector(found)?.focus({ preventScroll: true }));
  }

  // What finds that which has the focus again: a link leads to one place, and a row is about one
  // document.
  function focusedIn(element) {
    const { activeElement } = document;
    if (!element.contains(activeElement)) return null;
    const link = activeElement.getAttribute("href");
    if (link) return `[href="${CSS.escape(link)}"]`;
    const id = activeElement.closest("details")?.querySelector("[data-id]").dataset.id;
    return id ? `details:has([data-id="${id}"]) ${activeElement.localName}` : null;
  }

  function stillOpen(element, shown) {
    const opened = [...element.querySelectorAll("details[open] [data-id]")];
    const ids = new Set(opened.map((button) => button.dataset.id));
    const fresh = document.createElement("template");
    fresh.innerHTML = shown;
    for (const button of fresh.content.querySelectorAll("details [data-id]")) {
      button.closest("details").open = ids.has(button.dataset.id);
    }
    return fresh.innerHTML;
  }

  function whenLaidOut(element, then) {
    new ResizeObserver((_, observer) => {
      if (!element.offsetParent) return;
      observer.disconnect();
      then();
    }).observe(element);
  }

  const arrived = {
    statements(element) {
      announce(element.querySelector(".tally, .hint, .failure")?.textContent);
      toItsTop(element);
    },
    documents(element) {
      nameTheDropZone();
      toItsTop(element);
    },
    document(element) {
      const mark = element.querySelector("mark");
      element.querySelector(".reader")?.focus({ preventScroll: true });
      if (mark) mark.scrollIntoView({ block: "center" });
      else toItsTop(element);
    },
  };

  function toItsTop(element) {
    if (element.getBoundingClientRect().top < 0) element.scrollIntoView({ block: "start" });
  }

  // When a part of the page is opened for the first time Gradio makes what is in it, and some frames
  // later sets it, whatever was written or opened there meanwhile: until then it is out of reach.
  const SET_LATE = ".form :is(input, textarea):not(#question *), #pasting > button";
  const FRAMES_TO_SET = 3;

  new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
    added.flatMap((node) => [...(node.querySelectorAll?.(SET_LATE) ?? [])]).forEach(keepOutOfReach);
  }).observe(document, { subtree: true, childList: true });

  async function keepOutOfReach(field) {
    field.style.visibility = "hidden";
    await setByGradio();
    field.style.visibility = "";
  }

  async function setByGradio() {
    for (let frame = 0; frame < FRAMES_TO_SET; frame++) await new Promise(requestAnimationFrame);
  }

  // Gradio names its drop zone otherwise than it labels it, which voice control cannot follow.
  function nameTheDropZone() {
    const zone = document.querySelector("#files button[aria-label]");
    zone?.setAttribute("aria-label", zone.innerText);
  }

  // The list is shown anew where it is looked at; another view when it is next come to.
  let edition = null;
  function newsCame(element) {
    const told = element.querySelector("[data-edition]").dataset.edition;
    if (told === edition) return;
    edition = told;
    const isList = inSight() === "documents" || (here === "statements" && hasVoices());
    if (isList) look({ isNews: true });
  }

  const hasVoices = () => document.querySelector("#said .voices");

  function conversationChanged(element) {
    conversation = element.querySelector("[data-conversation]")?.dataset.conversation;
    namesTheConversation();
  }

  const conversationAddress = () => (conversation ? `?c=${conversation}` : "");

  function namesTheConversation() {
    nowShows("ask", conversationAddress(), { isStep: false });
  }

  // Until the answer to a question is stored a reload asks it again, in its conversation.
  function namesTheQuestion({ dataset: { address } }) {
    const kept = conversationAddress();
    nowShows("ask", kept ? `${kept}&${address.slice(1)}` : address, { isStep: false });
  }

  // While a question is answered no other is taken, and the buttons that ask are away.
  const { dataset } = document.documentElement;
  let underWay = 1; // what the server has been told to answer; the page arrives with one question
  const arrivedAt = new URLSearchParams(window.location.search);
  if (arrivedAt.has("q")) dataset.asking = "";
  let isArriving = arrivedAt.has("c"); // what is asked goes on with the conversation, once it came
  const isTaken = () => "asking" in dataset || isArriving;

  // A question asked once the answer before it is whole, but not yet known to be, is the next one.
  let isNextAsked = false;

  function asks(question) {
    underWay += 1;
    if (isTaken() || !question.trim()) {
      isNextAsked = question.trim() && !document.querySelector("#current [data-state=writing]");
      return [question, ""];
    }
    dataset.asking = "";
    return ["", question];
  }

  function asksByButton(event) {
    if (isTaken()) return event.stopPropagation();
    underWay += 1;
    dataset.asking = "";
  }

  function ended() {
    underWay -= 1;
    if (underWay) return;
    delete dataset.asking;
    isArriving = false;
    if (document.querySelector("#current .turn")) namesTheConversation();
    if (isNextAsked) document.getElementById("ask").click();
    isNextAsked = false;
  }

  // Gradio tells each of them while it makes the page.
  function filtersChanged(values) {
    if (JSON.stringify(values) !== JSON.stringify(asked.chips)) ask("chips", values);
  }

  function judged(button) {
    const all = button.closest(".actions");
    for (const other of all.querySelectorAll("[data-verdict][aria-pressed]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    const why = all.querySelector(".why");
    why.hidden = false;
    why.querySelector("[data-do]").dataset.verdict = button.dataset.verdict;
    why.querySelector("textarea").focus();
  }

  // A button says for a moment what it has done.
  function told(button, words) {
    const usual = button.dataset.words ?? button.textContent;
    button.dataset.words = usual;
    button.textContent = words;
    setTimeout(() => (button.textContent = usual), 2000);
  }

  function toTheQuestion() {
    const box = document.querySelector("#question textarea");
    whenLaidOut(box, () => box.focus());
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
    } else if (event.target.closest("[data-link]")) {
      copyLink(event.target.closest("[data-link]"));
    } else if (event.target.closest("[data-copy]")) {
      copyAnswer(event.target.closest("[data-copy]"));
    } else if (event.target.closest("[data-verdict][aria-pressed]")) {
      judged(event.target.closest("[data-verdict]"));
    } else if (event.target.closest("#evidence .close")) {
      close();
    } else if (event.target.closest("#back")) {
      go(list);
    } else if (event.target.closest("[data-do=limit]")) {
      go(addresses.ask);
      lead();
    } else if (event.target.closest("a.place")) {
      const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (isElsewhere) return;
      event.preventDefault();
      follow(event.target.closest("a.place"));
    } else {
      const citation = event.target.closest("#evidence .citation");
      if (citation) choose(citation.closest(".evidence-body"), citation.dataset.number);
    }
  });
  document.addEventListener("input", ({ target }) => {
    if (target.closest("#find")) find(target.value);
  });
  // Before the click becomes an event for the server. A verdict takes the comment along.
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest(ASKING_BUTTONS)) asksByButton(event);
      const send = event.target.closest("[data-do='judge']");
      if (!send) return;
      send.dataset.comment = send.closest(".why").querySelector("textarea").value;
      send.closest(".why").hidden = true;
    },
    { capture: true },
  );
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("a.marker") && event.key === " ") {
      event.preventDefault();
      open(event.target);
    } else if (event.key === "Escape" && !tip().hidden) {
      hideTip();
    } else if (event.key === "Escape" && cameFrom) {
      close();
    }
  });
  for (const [name, isShown] of [["mouseover", true], ["focusin", true], ["mouseout", false]]) {
    document.addEventListener(name, (event) => {
      const marker = event.target.closest?.("a.marker, #quote-tip");
      if (!marker) return;
      if (!isShown) leaveTip();
      else if (marker.id === "quote-tip") clearTimeout(leaving);
      else showTip(marker);
    });
  }
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("a.marker:focus-visible")) glance(event.target);
  });
  document.addEventListener("focusout", hideTip);
  document.addEventListener("scroll", hideTip, { capture: true, passive: true });

  return {
    answerChanged,
    asks,
    conversationChanged,
    ended,
    documentToAskAbout: () => new URLSearchParams(addresses.library).get("document"),
    filtersChanged,
    guidedBy,
    newsCame,
    place,
    shows,
    statementsOf: (...chosen) => go(statementsQuery(...chosen)),
    toldChanged,
    toTheQuestion,
  };
})();
