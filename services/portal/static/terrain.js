// An interview typed in the field: kept on this phone with every key, sent when there is a network, once.
// Without this the form works as any other.
"use strict";

(() => {
  const form = document.querySelector("form[data-field]");
  if (!form) return;
  const whole = form.querySelector("[data-whole]");
  const state = form.querySelector("[data-state]");
  const refusal = form.querySelector("[data-refusal]");
  const words = Object.fromEntries(
    [...document.querySelector("[data-words]").content.querySelectorAll("[data-key]")].map((one) => [
      one.dataset.key,
      one.textContent,
    ]),
  );
  const PREFIX = `terreau.entretien.${form.dataset.account}.`;
  const RETRY = 15000;
  const ABOUT = ["interview", "organisation", "structure", "kind", "occurred", "insee"];
  const sent = [];
  let token = form.elements.jeton.value;
  let sending = false;

  // A page that was kept carries a number already used, and knows nothing of the address it answers for.
  const number = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const asked = new URLSearchParams(location.search);
  for (const name of ABOUT) {
    const field = form.elements[name];
    if (asked.get(name) && field && !field.value) field.value = asked.get(name);
  }
  const place = [
    form.dataset.field,
    form.elements.interview.value || (asked.get("structure") ?? "").trim().toLowerCase() || "nouveau",
  ].join("/");

  // --- what is kept: one record per sheet, under the number it is sent under

  const keyOf = (order) => PREFIX + order;
  const kept = () => {
    const found = [];
    for (let index = 0; index < localStorage.length; index++) {
      const key = localStorage.key(index);
      if (!key.startsWith(PREFIX)) continue;
      try {
        found.push(JSON.parse(localStorage.getItem(key)));
      } catch {
        // Somebody else's word under our name: left alone.
      }
    }
    return found.sort((a, b) => (a.at < b.at ? 1 : -1));
  };
  // Whoever goes back and sends again what they see sends it under the number it had.
  if (!form.hasAttribute("data-refused")) {
    const before = history.state?.terrain;
    form.elements.ordre.value = before && !localStorage.getItem(keyOf(before)) ? before : number();
  }
  const values = () =>
    [...new FormData(form).entries()].filter(([name]) => name !== "jeton" && name !== "ordre");
  const keep = (how) => {
    const draft = {
      order: form.elements.ordre.value,
      place,
      path: location.pathname + location.search,
      post: location.pathname,
      label: form.elements.structure.value.trim(),
      where: form.dataset.label,
      at: new Date().toISOString(),
      how,
      values: values(),
    };
    try {
      localStorage.setItem(keyOf(draft.order), JSON.stringify(draft));
    } catch {
      say("full");
      return draft;
    }
    return draft;
  };
  const forget = (order) => localStorage.removeItem(keyOf(order));

  // --- what is said

  const say = (what, ...links) => {
    state.dataset.now = what;
    const text = words[what] ?? "";
    if (state.firstChild?.textContent === text && !links.length) return;
    state.replaceChildren(text, ...links.flatMap((link) => [" ", link]));
  };
  const link = (what, href) => {
    const made = document.createElement("a");
    made.textContent = words[what];
    made.href = href;
    return made;
  };
  const field = (name) => form.querySelector(`#f-${CSS.escape(name)}`);
  const described = (one) => (one.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
  const unmark = () => {
    for (const sentence of form.querySelectorAll("[data-marks]")) {
      const marked = field(sentence.dataset.marks);
      marked.removeAttribute("aria-invalid");
      marked.setAttribute("aria-describedby", described(marked).filter((id) => id !== sentence.id).join(" "));
      sentence.remove();
    }
  };
  const mark = (name, text) => {
    const marked = field(name);
    if (!marked) return;
    const sentence = document.createElement("p");
    sentence.className = "problem";
    sentence.id = `p-${name}`;
    sentence.dataset.marks = name;
    sentence.textContent = text;
    const legend = marked.querySelector("legend");
    if (legend) legend.after(sentence);
    else marked.before(sentence);
    marked.setAttribute("aria-invalid", "true");
    marked.setAttribute("aria-describedby", [...described(marked), sentence.id].join(" "));
  };
  const refuse = (told) => {
    unmark();
    const box = document.createElement("div");
    box.className = "refusal";
    box.setAttribute("role", "alert");
    const head = document.createElement("p");
    head.textContent = told.refusal ?? "";
    const list = document.createElement("ul");
    for (const [name, sentence] of Object.entries(told.problems ?? {})) {
      const item = document.createElement("li");
      const to = document.createElement("a");
      to.href = `#f-${name}`;
      to.textContent = sentence;
      item.append(to);
      list.append(item);
      mark(name, sentence);
    }
    box.append(head, ...(list.children.length ? [list] : []));
    refusal.replaceChildren(box);
    box.scrollIntoView({ block: "center" });
  };

  // --- sending

  const deliver = async (draft, again = true) => {
    const body = new FormData();
    for (const [name, value] of draft.values) body.append(name, value);
    body.set("jeton", token);
    body.set("ordre", draft.order);
    let answer, told;
    try {
      answer = await fetch(draft.post, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect") return { how: "signed-out" };
      told = await answer.json();
    } catch {
      return { how: "waiting" };
    }
    if (answer.ok) return { how: "sent", url: told.url, back: told.back };
    if (told.jeton) token = told.jeton;
    // A token that grew old in the field: the answer brought a new one.
    if (told.code === "stale-form" && again) return deliver(draft, false);
    // The room is away or slow: it may have heard, and knows this number when it hears it again.
    if ([408, 429, 500, 502, 503, 504].includes(answer.status)) return { how: "waiting" };
    return { how: "refused", told };
  };

  const isHere = (draft) => draft.order === form.elements.ordre.value;

  const settle = (draft, result, atOnce) => {
    if (result.how === "sent") {
      forget(draft.order);
      if (isHere(draft)) {
        whole.disabled = true;
        if (atOnce) {
          location.assign(result.back);
          return;
        }
        say("sent", link("see", result.url), link("another", location.pathname));
      } else sent.push({ ...draft, how: "sent", url: result.url });
    } else if (isHere(draft)) {
      // What may have been heard under this number must not change any more; a refusal was heard and kept nothing.
      whole.disabled = result.how !== "refused";
      if (result.how === "refused") {
        refuse(result.told);
        keep("typed");
        say("typed");
      } else if (result.how === "signed-out") {
        say("signed-out", link("sign-in", "/connexion?suite=" + encodeURIComponent(draft.path)));
      } else say("waiting", link("another", location.pathname));
    }
  };

  const sendWaiting = async (atOnce = false) => {
    if (sending) return;
    sending = true;
    try {
      for (const draft of kept().filter((one) => one.how === "waiting")) {
        const result = await deliver(draft);
        if (result.how === "refused" && !isHere(draft)) {
          localStorage.setItem(keyOf(draft.order), JSON.stringify({ ...draft, how: "typed" }));
        }
        settle(draft, result, atOnce === true);
        if (result.how === "waiting" || result.how === "signed-out") break;
      }
    } finally {
      sending = false;
      others();
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    refusal.replaceChildren();
    unmark();
    const { order } = keep("waiting");
    history.replaceState({ ...history.state, terrain: order }, "");
    whole.disabled = true;
    say("sending");
    sendWaiting(true);
  });
  form.addEventListener("input", () => {
    keep("typed");
    if (state.dataset.now !== "full") say("typed");
  });

  // --- taking up again

  const fill = (draft) => {
    for (const [name] of [...new FormData(form).entries()]) {
      if (name === "jeton") continue;
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "checkbox" || field.type === "radio") field.checked = false;
      }
    }
    for (const [name, value] of draft.values) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "checkbox" || field.type === "radio") field.checked ||= field.value === value;
        else field.value = value;
      }
    }
    form.elements.ordre.value = draft.order;
  };

  const others = () => {
    const panel = document.querySelector("[data-others]");
    const list = panel.querySelector("ul");
    const rest = [...sent, ...kept().filter((one) => !isHere(one))];
    panel.hidden = !rest.length;
    list.replaceChildren(
      ...rest.map((one) => {
        const item = document.createElement("li");
        const line = document.createElement("p");
        line.append(`${one.label || words.unnamed}, ${one.where} `);
        const soft = document.createElement("span");
        soft.className = "soft";
        soft.textContent = words[one.how] ?? words.typed;
        line.append(soft);
        if (one.how === "typed") line.append(" ", link("resume", one.path));
        if (one.how === "sent") line.append(" ", link("see", one.url));
        item.append(line);
        return item;
      }),
    );
  };

  const resume = () => {
    // One that waits is finished: it is listed above, and the form is free for the next one.
    const mine = kept().find((one) => one.place === place && one.how === "typed");
    if (!mine || form.hasAttribute("data-refused")) return;
    fill(mine);
    const fresh = document.createElement("button");
    fresh.type = "button";
    fresh.className = "plain";
    fresh.textContent = words.forget;
    fresh.addEventListener("click", () => {
      forget(mine.order);
      location.reload();
    });
    say("again", fresh);
  };

  // --- the form itself, kept for a reload without a network

  const keepPage = async () => {
    if (!("serviceWorker" in navigator) || !("caches" in window)) return;
    await navigator.serviceWorker.register("/hors-ligne.js", { scope: "/accompagnements/" });
    await navigator.serviceWorker.ready;
    const cache = await caches.open("terreau-terrain");
    const parts = [...document.querySelectorAll("link[href], script[src], header img[src]")];
    await cache.addAll([...new Set(parts.map((one) => one.href ?? one.src))]);
    // The form without an address's particulars serves any interview of this accompaniment.
    for (const page of new Set([location.pathname, location.pathname + location.search])) {
      if (!(await cache.match(page))) await cache.add(page);
    }
    form.dataset.kept = "yes";
  };

  resume();
  others();
  sendWaiting();
  keepPage().catch(() => {
    // No room, or no secure connection: typing is kept all the same, a reload needs the network.
  });
  addEventListener("online", sendWaiting);
  document.addEventListener("visibilitychange", () => document.hidden || sendWaiting());
  setInterval(() => navigator.onLine && sendWaiting(), RETRY);
})();
