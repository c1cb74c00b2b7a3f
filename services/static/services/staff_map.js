// A click on the map writes latitude and longitude into the form's fields and moves the pin.
(() => {
  const start = (map) => {
    const svg = map.querySelector("[data-staff-map-svg]");
    const pin = map.querySelector("[data-staff-map-pin]");
    const letters = map.querySelector("[data-staff-map-letters]");
    const said = map.querySelector("[data-staff-map-said]");
    const middle = { lat: Number(map.dataset.lat), lon: Number(map.dataset.lon) };
    const metres = { lat: Number(map.dataset.metresLat), lon: Number(map.dataset.metresLon) };
    const field = (name) => document.querySelector(`input[name="${name}"]`);

    const show = (x, y) => {
      pin.setAttribute("cx", x);
      pin.setAttribute("cy", y);
      pin.setAttribute("visibility", "visible");
    };

    const write = (name, value) => {
      const input = field(name);
      input.value = value.toFixed(6);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };

    svg.addEventListener("click", (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(
        svg.getScreenCTM().inverse(),
      );
      show(at.x, at.y);
      write("latitude", middle.lat - at.y / metres.lat);
      write("longitude", middle.lon + at.x / metres.lon);
      said.textContent = "The point is set by hand. Save to keep it.";
    });

    const follow = () => {
      const lat = parseFloat(field("latitude").value);
      const lon = parseFloat(field("longitude").value);
      if (Number.isNaN(lat) || Number.isNaN(lon)) return;
      show((lon - middle.lon) * metres.lon, (middle.lat - lat) * metres.lat);
    };
    ["latitude", "longitude"].forEach((name) => field(name).addEventListener("input", follow));

    map.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zoom]");
      if (!button) return;
      const by = Number(button.dataset.zoom);
      const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
      const wide = Math.min(80000, Math.max(400, width * by));
      const high = (height * wide) / width;
      const [cx, cy] = [x + width / 2, y + height / 2];
      svg.setAttribute("viewBox", `${cx - wide / 2} ${cy - high / 2} ${wide} ${high}`);
      letters.setAttribute("font-size", wide / 30);
      pin.setAttribute("r", wide / 60);
    });
    map.querySelector("[data-staff-map-buttons]").hidden = false;
  };

  const startAll = () => document.querySelectorAll("[data-staff-map]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
})();
