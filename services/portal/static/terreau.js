// Small helps; every page works without them.
"use strict";

// Whoever goes back finds what they typed; with the number it was sent under, sending it again has one effect. Other
// words under the same number are another order.
const nameOf = (form) => "ordre " + [...document.forms].indexOf(form);
for (const form of document.forms) {
  const sent = history.state?.[nameOf(form)];
  if (form.elements.ordre && sent) form.elements.ordre.value = sent;
}

// A form sent twice has one effect anyway: this only spares people the doubt.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (form.elements.ordre) history.replaceState({ ...history.state, [nameOf(form)]: form.elements.ordre.value }, "");
  const button = event.submitter;
  if (button) button.setAttribute("aria-disabled", "true");
});
// What was kept to open without a network goes with its owner; what they typed stays for them, under their account.
document.querySelector("form[action='/deconnexion']")?.addEventListener("submit", () => {
  window.caches?.delete("terreau-terrain");
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

// Places found while typing; without this the form's own button searches.
document.querySelectorAll("form[data-places]").forEach((form) => {
  const field = form.querySelector("input[type=search]");
  const list = form.querySelector("[data-found]");
  const said = form.querySelector("[data-said]");
  let timer = 0;
  let asked = 0;

  const show = (places) => {
    list.replaceChildren(
      ...places.map((place) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = place.url;
        link.textContent = place.label;
        const about = document.createElement("span");
        about.className = "soft";
        about.textContent = place.about;
        item.append(link, " ", about);
        return item;
      }),
    );
    said.textContent = places.length ? "" : "Aucun lieu de ce nom.";
  };

  const search = async () => {
    const text = field.value.trim();
    const mine = ++asked;
    if (text.length < 2) return;
    try {
      const answer = await fetch(form.dataset.places + "?q=" + encodeURIComponent(text));
      // Answers may overtake each other: only the last question counts.
      if (answer.ok && mine === asked) show((await answer.json()).places);
    } catch {
      said.textContent = "La recherche ne répond pas. Validez pour réessayer.";
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  });
});

// Pages that several people fill at once: what the others add appears. Without this, reloading the page shows it.
document.querySelectorAll("[data-follows]").forEach((part) => {
  const said = document.querySelector("[data-said]");
  let mark = part.dataset.mark;

  const swap = (html) => {
    const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    part.innerHTML = html;
    part.querySelectorAll("details").forEach((one, index) => {
      one.open = open[index] ?? false;
    });
    if (focused) part.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    if (said) said.textContent = "La page vient de changer.";
  };

  const visible = () =>
    new Promise((shown) => {
      if (!document.hidden) shown();
      else document.addEventListener("visibilitychange", shown, { once: true });
    });

  const follow = async () => {
    let pause = 0;
    for (;;) {
      await visible();
      try {
        const answer = await fetch(`${part.dataset.follows}?depuis=${mark}`, { redirect: "error" });
        if (answer.status === 403 || answer.status === 404) return;
        if (!answer.ok) throw new Error(answer.status);
        const news = await answer.json();
        mark = news.mark;
        if (news.html !== undefined) swap(news.html);
        pause = 0;
      } catch {
        // The portal restarts, or the network is away: try again, less and less often.
        pause = Math.min((pause || 500) * 2, 30000);
        await new Promise((later) => setTimeout(later, pause));
      }
    }
  };
  follow();
});
