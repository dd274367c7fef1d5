// Keeps the form of an interview open without a network: the network first, what was kept when it is away or too slow.
"use strict";

const KEPT = "terreau-terrain";
const PATIENCE = 4000;
const FORM = /^\/accompagnements\/[^/]+\/entretien$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && FORM.test(url.pathname)) event.respondWith(form(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(part(event.request));
});

async function form(request) {
  const cache = await caches.open(KEPT);
  const asked = fetch(request).then((answer) => {
    if (answer.status === 200) cache.put(request.url, answer.clone());
    return answer;
  });
  const bare = new URL(request.url).pathname;
  const kept =
    (await cache.match(request.url, { ignoreVary: true })) ?? (await cache.match(bare, { ignoreVary: true }));
  if (!kept) return asked;
  const late = new Promise((tired) => setTimeout(tired, PATIENCE, kept.clone()));
  return Promise.race([asked.catch(() => kept), late]);
}

async function part(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}
