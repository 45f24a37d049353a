// @ts-check
/*
 * The quick exit of the file: a calendar covers the page. Nothing is erased, because the device has
 * the only copy; pressing the month three times, or opening the file again, leads back.
 */
(function () {
  "use strict";

  const cover = /** @type {HTMLElement} */ (document.getElementById("cover"));
  const link = /** @type {HTMLElement} */ (document.querySelector("a.leave"));
  const presses = window.AmparoTriplePress.create(() => {
    if (cover.hidden) hidePage();
    else showPage();
  });
  let title = "";

  function hidePage() {
    title = document.title;
    document.title = window.renderCalendar(cover, () => presses.count("month"));
    document.body.classList.add("left");
    cover.hidden = false;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  function showPage() {
    document.title = title;
    cover.hidden = true;
    document.body.classList.remove("left");
  }

  link.addEventListener("click", hidePage);
  link.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") hidePage();
  });
  presses.listen(window);
})();
