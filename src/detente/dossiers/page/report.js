"use strict";
// The filter: activities whose section does not hold every word typed are hidden. The page is whole without it.
(() => {
  const box = document.getElementById("filter");
  if (box) {
    const count = document.getElementById("filter-count");
    const articles = [...document.querySelectorAll("article[data-activity]")].map((article) => ({
      text: article.textContent.toLowerCase(),
      parts: document.querySelectorAll(`[data-activity="${article.dataset.activity}"]`),
    }));
    const narrow = () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { text, parts } of articles) {
        const hide = !words.every((word) => text.includes(word));
        shown += hide ? 0 : 1;
        for (const part of parts) part.hidden = hide;
      }
      count.textContent = words.length ? `${shown} of ${articles.length} shown` : "";
    };
    box.addEventListener("input", narrow);
    box.closest("p").hidden = false;
    narrow();
  }
  // A map that is wider than the screen begins with its middle.
  for (const map of document.querySelectorAll("figure .scroll")) {
    map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;
  }
  // On paper everything is open.
  const closed = [];
  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("details:not([open])")) {
      each.open = true;
      closed.push(each);
    }
  });
  addEventListener("afterprint", () => {
    while (closed.length) closed.pop().open = false;
  });
})();
