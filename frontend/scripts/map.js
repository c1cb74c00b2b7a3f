/* The map: loaded on a click. Points are those of the list; without tiles there are outlines. */
import { divIcon, geoJSON, latLngBounds, map as newMap, marker, tileLayer } from "leaflet";

function rows(finder) {
  return [...finder.querySelectorAll("[data-point]")].map((card, index) => {
    const [lat, lon] = card.dataset.point.split(",").map(Number);
    const link = card.querySelector("h2 a, h3 a");
    return { card, link, number: index + 1, point: [lat, lon] };
  });
}

function numberRow({ card, number }) {
  if (card.querySelector(".od-pin")) return;
  const pin = document.createElement("span");
  pin.className = "od-pin";
  pin.textContent = number;
  pin.title = `Number ${number} on the map`;
  card.prepend(pin);
}

/** Rows at one point share a pin: "3, 7". */
function byPoint(all) {
  const places = new Map();
  for (const row of all) {
    const key = row.point.join();
    places.set(key, [...(places.get(key) || []), row]);
  }
  return [...places.values()];
}

function addPin(map, together) {
  const numbers = together.map((row) => row.number).join(", ");
  const names = together.map((row) => row.link.textContent).join("; ");
  const icon = divIcon({ className: "od-pin od-pin--map", html: numbers, iconSize: null });
  marker(together[0].point, { icon, title: names, alt: `${numbers}: ${names}`, keyboard: true })
    .on("click keypress", (event) => {
      if (event.type === "click" || event.originalEvent.key === "Enter") together[0].link.focus();
    })
    .addTo(map);
}

async function addOutlines(map, address) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  geoJSON(await answer.json(), { interactive: false, className: "od-outline" }).addTo(map);
}

window.openDoorMap = async function openDoorMap(finder, place) {
  const box = document.createElement("div");
  box.className = "od-map";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Map of the services in the list");
  place.append(box);
  const all = rows(finder);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = newMap(box, { zoomAnimation: !still, fadeAnimation: !still, attributionControl: true });
  map.attributionControl.setPrefix("");
  map.fitBounds(latLngBounds(all.map((row) => row.point)).pad(0.2), { maxZoom: 15 });
  const { mapTiles, mapCredit, mapOutline } = finder.dataset;
  if (mapTiles) tileLayer(mapTiles, { attribution: mapCredit, referrerPolicy: "no-referrer" }).addTo(map);
  else await addOutlines(map, mapOutline);
  all.forEach(numberRow);
  byPoint(all).forEach((together) => addPin(map, together));
};
