/* The results page: filters without a reload, and a map for those who ask for one. Both are loaded
   only when somebody begins to use them. */

function loadOnce(make) {
  return new Promise((resolve, reject) => {
    const element = make();
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

function loadMap(finder) {
  const style = loadOnce(() =>
    Object.assign(document.createElement("link"), { rel: "stylesheet", href: finder.dataset.mapStyle }),
  );
  const script = loadOnce(() =>
    Object.assign(document.createElement("script"), { src: finder.dataset.mapScript }),
  );
  return Promise.all([style, script]);
}

/** htmx comes with the first touch of the filters; until it is there they are an ordinary form. When it
    is, `data-filters` says so. */
function loadFilters(event) {
  if (!event.target.closest(".od-filters")) return;
  document.removeEventListener("focusin", loadFilters);
  document.removeEventListener("pointerover", loadFilters);
  const src = document.getElementById("finder").dataset.filterScript;
  // htmx takes up the forms in a task of its own after it has loaded: ours comes after that.
  loadOnce(() => Object.assign(document.createElement("script"), { src })).then(
    () => setTimeout(saySo),
    () => {},
  );
}

function saySo() {
  const finder = document.getElementById("finder");
  if (finder) finder.dataset.filters = "ready";
}

async function showMap(finder, button, place) {
  button.disabled = true;
  try {
    if (!window.openDoorMap) await loadMap(finder);
    place.replaceChildren();
    await window.openDoorMap(finder, place);
  } catch {
    button.disabled = false;
    button.textContent = "The map did not load. Try again";
  }
}

/** Every point on the map is a row of the list, so without a script nothing is missing. */
function offerMap() {
  const finder = document.getElementById("finder");
  const place = document.getElementById("map-place");
  if (!finder || !place || !place.hidden || !finder.querySelector("[data-point]")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = "Show these on a map";
  button.addEventListener("click", () => showMap(finder, button, place));
  place.append(button);
  place.hidden = false;
}

/** Fields left empty stay out of the address. */
function leaveOutEmpty(event) {
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
}

/** The map's own inline styles may not be copied with the page: the policy forbids them in markup. */
function takeMapAway() {
  document.querySelectorAll(".od-map").forEach((map) => map.remove());
}

offerMap();
document.addEventListener("focusin", loadFilters);
document.addEventListener("pointerover", loadFilters);
document.addEventListener("formdata", leaveOutEmpty);
document.addEventListener("htmx:before:swap", takeMapAway);
document.addEventListener("htmx:before:history:restore", takeMapAway);
document.addEventListener("htmx:after:swap", () => {
  saySo();
  offerMap();
  const title = document.getElementById("results-title");
  if (title) title.focus();
});
