// Has `<html lang>` follow the language in the address, which the language switch changes without a new page: the
// browser chooses the forms of Chinese characters by it, and screen readers their voice.

const LANGUAGES = document.currentScript.dataset.languages.split(" ");

function follow() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (LANGUAGES.includes(asked)) document.documentElement.lang = asked;
}

for (const name of ["pushState", "replaceState"]) {
  const original = history[name];
  history[name] = function (...state) {
    original.apply(this, state);
    follow();
  };
}
addEventListener("popstate", follow);
