// Narrows a list of tick boxes by what is typed above it, and says what is ticked.
// Works on every list of the page, and on those of rows added later.
(() => {
  const options = (list) => list.querySelectorAll("[data-tick-list-option]");

  const say = (list) => {
    const chosen = [...options(list)]
      .filter((option) => option.querySelector("input").checked)
      .map((option) => option.textContent.replace(/^[\s–]+/, "").trim());
    const place = list.querySelector("[data-tick-list-chosen]");
    place.hidden = chosen.length === 0;
    place.textContent = `Ticked: ${chosen.join(", ")}`;
  };

  const narrow = (list, typed) => {
    const wanted = typed.trim().toLowerCase();
    options(list).forEach((option) => {
      const ticked = option.querySelector("input").checked;
      option.hidden = !ticked && !option.textContent.toLowerCase().includes(wanted);
    });
  };

  const start = (list) => {
    if (list.dataset.started) return;
    list.dataset.started = "yes";
    if (options(list).length > 8) list.querySelector("[data-tick-list-filter]").hidden = false;
    say(list);
  };

  const startAll = () => document.querySelectorAll("[data-tick-list]").forEach(start);

  document.addEventListener("input", (event) => {
    const list = event.target.closest("[data-tick-list]");
    if (!list) return;
    if (event.target.type === "search") {
      event.stopPropagation();
      narrow(list, event.target.value);
    } else {
      say(list);
    }
  });
  // A suggestion ticks the box that it names.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick]");
    if (!button) return;
    const { tick, value } = button.dataset;
    const box = document.querySelector(`input[name="${tick}"][value="${value}"]`);
    if (!box) return;
    box.checked = true;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
    button.closest("li").remove();
  });
  // Enter in the box narrows the list; it must not send the form.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-tick-list-filter] input")) {
      event.preventDefault();
    }
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();
