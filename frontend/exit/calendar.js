// @ts-check
/*
 * Renders a calendar of this month in the browser's own language.
 */
(function () {
  "use strict";

  const DAYS = 7;

  /**
   * @param {Date} date
   * @param {Intl.DateTimeFormatOptions} options
   */
  function format(date, options) { return date.toLocaleDateString(undefined, options); }

  function makeWeekdays() {
    const head = document.createElement("thead"), row = head.insertRow();
    for (let day = 1; day <= DAYS; day++) {  // the first of January 2024 was a Monday
      const cell = document.createElement("th");
      cell.textContent = format(new Date(2024, 0, day), { weekday: "short" });
      row.appendChild(cell);
    }
    return head;
  }

  /** @param {Date} now */
  function makeDays(now) {
    const body = document.createElement("tbody");
    const before = (new Date(now.getFullYear(), now.getMonth(), 1).getDay() + 6) % DAYS;
    const last = new Date(now.getFullYear(), now.getMonth() + 1, 0).getDate();
    let row = body.insertRow();
    for (let index = 0; index < before + last; index++) {
      if (index && index % DAYS === 0) row = body.insertRow();
      const cell = row.insertCell(), number = index - before + 1;
      cell.textContent = number > 0 ? String(number) : "";
      if (number === now.getDate()) cell.className = "today";
    }
    return body;
  }

  /**
   * Replace the content of an element by the calendar, and give its title.
   *
   * @param {Element} container
   * @param {() => void} [onTitleClick]
   */
  function renderCalendar(container, onTitleClick) {
    const now = new Date(), title = format(now, { month: "long", year: "numeric" });
    const heading = document.createElement("h1"), table = document.createElement("table");
    heading.textContent = title;
    if (onTitleClick) heading.addEventListener("click", onTitleClick);
    table.append(makeWeekdays(), makeDays(now));
    container.replaceChildren(heading, table);
    return title;
  }

  window.renderCalendar = renderCalendar;
})();
