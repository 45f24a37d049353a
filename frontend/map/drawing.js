/*
 * Shapes of a layer, as geo/cartography/leaflet_shapes.py lists them, drawn into a feature group in one call.
 */
window.Amparo = window.Amparo || {};

(function (Amparo) {
  "use strict";

  function listen(layer, tip) {
    if (tip) layer.bindTooltip(tip, { className: "amparo-tip", direction: "top", sticky: true });
    return layer;
  }

  function pathOptions(shape) {
    return L.extend({ interactive: !!shape.tip }, shape.style);
  }

  function icon(look, child) {
    return L.divIcon({ className: "amparo-" + look, html: child, iconSize: [0, 0] });
  }

  function remembered(layer, entry) {
    entry.layer = layer;
    layer.on("add", function () { Amparo.remember(entry); });
    layer.on("remove", function () { Amparo.forget(layer); });
    return layer;
  }

  var draw = {
    area: function (shape) {
      return [listen(L.polygon(shape.at, pathOptions(shape)), shape.tip)];
    },
    line: function (shape) {
      var layer = L.polyline(shape.at, pathOptions(shape));
      return [shape.style.keepClear ? remembered(layer, { kind: "way", look: "way" }) : layer];
    },
    dots: function (shape) {
      return shape.at.map(function (dot) {
        var look = L.extend({ radius: dot[2] }, pathOptions(shape));
        return listen(L.circleMarker([dot[0], dot[1]], look), shape.tip);
      });
    },
    sign: function (shape) {
      var face = document.createElement("div");
      face.className = shape.look;
      face.innerHTML = shape.html;
      var marker = L.marker(shape.at, {
        icon: icon("sign", face), interactive: !!shape.tip, bubblingMouseEvents: true,
        keyboard: !!shape.tip, riseOnHover: true
      });
      if (shape.tip) {
        marker.bindTooltip(shape.tip, { className: "amparo-tip", direction: "top", offset: [0, -16] });
        marker.on("add", function () {
          marker.getElement().setAttribute("aria-label", face.textContent || shape.tip);
        });
      }
      return [remembered(marker, { kind: "sign", look: shape.look })];
    },
    label: function (shape) {
      var text = document.createElement("span");
      text.className = shape.look;
      text.textContent = shape.text;
      if (shape.below) {
        var small = document.createElement("small");
        small.textContent = shape.below;
        text.appendChild(small);
      }
      var marker = L.marker(shape.at, {
        icon: icon("label", text), interactive: false, keyboard: false, pane: "amparo-labels"
      });
      return [remembered(marker, {
        kind: "label", look: shape.look, clear: shape.clear, away: shape.away,
        text: shape.below || shape.text
      })];
    },
    view: function (shape) {
      Amparo.show(shape.at, true);
      return [];
    }
  };

  /* Draw shapes into a feature group, and let go of the groups drawn before it. */
  Amparo.draw = function (group, shapes) {
    // streamlit-folium keeps every group it ever removed; a slider would fill the memory.
    window.feature_group = (window.feature_group || []).filter(function (old) {
      return Amparo.map.hasLayer(old);
    });
    shapes.forEach(function (shape) {
      draw[shape.kind](shape).forEach(function (layer) { group.addLayer(layer); });
    });
  };
})(window.Amparo);
