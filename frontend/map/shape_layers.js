// @ts-check
/*
 * Makes Leaflet layers of the shapes that geo/cartography/leaflet_shapes.py lists, and adds them to
 * a feature group in one call.
 */
(function (Amparo) {
  "use strict";

  /**
   * @param {L.Layer} layer
   * @param {string | undefined} tip
   */
  function bindTip(layer, tip) {
    if (tip) layer.bindTooltip(tip, { className: "amparo-tip", direction: "top", sticky: true });
    return layer;
  }

  /**
   * Texts of people become text nodes, and only the digits of a number become an address.
   *
   * @param {[string, [string, string | null][][]]} popup
   */
  function makePopup(popup) {
    const box = document.createElement("div");
    const title = document.createElement("b");
    title.textContent = popup[0];
    box.appendChild(title);
    popup[1].forEach((parts) => {
      const line = document.createElement("p");
      parts.forEach((part) => {
        if (part[1] && /^[+*]?\d+(%23)?$/.test(part[1])) {
          const link = document.createElement("a");
          link.href = "tel:" + part[1];
          link.textContent = part[0];
          line.appendChild(link);
        } else {
          line.appendChild(document.createTextNode(part[0]));
        }
      });
      box.appendChild(line);
    });
    return box;
  }

  /**
   * Open a popup on a press. Not by `bindPopup`, which keeps the press from the map: there it also
   * chooses where a route begins or ends.
   *
   * @param {L.Marker} marker
   * @param {any} shape
   */
  function openOnPress(marker, shape) {
    const open = () => {
      marker.closeTooltip();
      L.popup({ className: "amparo-popup", maxWidth: 260, offset: [0, -14] })
        .setLatLng(marker.getLatLng())
        .setContent(makePopup(shape.popup))
        .openOn(Amparo.map);
    };
    marker.on("click", open);
    marker.on("keypress", (event) => {
      if (/** @type {any} */ (event).originalEvent.key === "Enter") open();
    });
  }

  /** @param {any} shape */
  function pathOptions(shape) {
    return Object.assign({ interactive: !!shape.tip }, shape.style);
  }

  /**
   * @param {string} name
   * @param {HTMLElement} child
   */
  function makeIcon(name, child) {
    return L.divIcon({ className: "amparo-" + name, html: child, iconSize: [0, 0] });
  }

  /**
   * Let labels avoid a layer, or be placed, as long as it is on the map.
   *
   * @param {L.Layer} layer
   * @param {Omit<PlacedItem, "layer">} item
   */
  function trackPlacement(layer, item) {
    layer.on("add", () => Amparo.addPlacedItem(Object.assign({ layer: layer }, item)));
    layer.on("remove", () => Amparo.removePlacedItem(layer));
    return layer;
  }

  /** @type {Record<string, (shape: any) => L.Layer[]>} */
  const makeLayers = {
    area: (shape) => [bindTip(L.polygon(shape.at, pathOptions(shape)), shape.tip)],
    line: (shape) => {
      const layer = L.polyline(shape.at, pathOptions(shape));
      const isRoute = shape.style.keepClear;
      return [isRoute ? trackPlacement(layer, { kind: "route", look: "route" }) : layer];
    },
    dots: (shape) => shape.at.map((/** @type {[number, number, number]} */ dot) => {
      const options = Object.assign({ radius: dot[2] }, pathOptions(shape));
      return bindTip(L.circleMarker([dot[0], dot[1]], options), shape.tip);
    }),
    people: (shape) => [Amparo.makePeopleLayer(shape)],
    sign: (shape) => {
      const element = document.createElement("div");
      element.className = shape.look;
      element.innerHTML = shape.html;
      const marker = L.marker(shape.at, {
        icon: makeIcon("sign", element), interactive: !!shape.tip, bubblingMouseEvents: true,
        keyboard: !!shape.tip, riseOnHover: true
      });
      if (shape.tip) {
        marker.bindTooltip(shape.tip, {
          className: "amparo-tip", direction: "top", offset: [0, -16]
        });
        marker.on("add", () => {
          marker.getElement()?.setAttribute("aria-label", element.textContent || shape.tip);
        });
      }
      if (shape.popup) openOnPress(marker, shape);
      return [trackPlacement(marker, { kind: "sign", look: shape.look })];
    },
    label: (shape) => {
      const element = document.createElement("span");
      element.className = shape.look;
      element.textContent = shape.text;
      if (shape.below) {
        const small = document.createElement("small");
        small.textContent = shape.below;
        element.appendChild(small);
      }
      const marker = L.marker(shape.at, {
        icon: makeIcon("label", element), interactive: false, keyboard: false,
        pane: "amparo-labels"
      });
      return [trackPlacement(marker, {
        kind: "label", look: shape.look, clear: shape.clear, away: shape.away,
        text: shape.below || shape.text
      })];
    },
    view: (shape) => {
      Amparo.show(shape.at, true);
      return [];
    }
  };

  /* Add shapes to a feature group, and drop the groups that are no longer on the map. */
  Amparo.draw = function (group, shapes) {
    // streamlit-folium stores every group that it ever removed, so a slider would fill the memory.
    window.feature_group = (window.feature_group || []).filter((old) => Amparo.map.hasLayer(old));
    shapes.forEach((shape) => {
      makeLayers[shape.kind](shape).forEach((layer) => group.addLayer(layer));
    });
  };
})(window.Amparo);
