/*
 * A place without pointing at it: by the name of a street, or by its coordinates.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var MOST = 8;          // names shown at once
  var names = null;      // of streets and places, once they are asked for

  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  }

  function go(place) {
    Draw.closeSheet();
    Draw.aimAt(place, true);
    Draw.attendBar();
  }

  function found(typed) {
    var words = plain(typed).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return names.filter(function (one) {
      return words.every(function (word) { return plain(one.name).indexOf(word) >= 0; });
    }).slice(0, MOST);
  }

  function result(one) {
    return Draw.button({
      does: "place", look: "row", sign: one.kind === "street" ? "form-line" : "form-point",
      word: one.name, press: function () { go(one.at); }
    });
  }

  function degrees(text) {
    var value = Number(text.trim().replace(",", "."));
    return text.trim() && isFinite(value) ? value : NaN;
  }

  function field(name, label, more) {
    return Draw.make("div", { look: "field" }, [
      Draw.make("label", { for: name, text: label }),
      Draw.make("input", Object.assign({ id: name, name: name, autocomplete: "off" }, more))
    ]);
  }

  function byName() {
    var results = Draw.make("div", { look: "rows", role: "status" });
    function show(event) {
      if (!names) return;
      var all = found(event.target.value);
      Draw.fill(results, all.length || !event.target.value.trim() ? all.map(result) : [
        Draw.make("p", { look: "soft", text: Draw.say("no_such_name") })
      ]);
    }
    var box = field("street", Draw.say("street"), { "data-first": "", maxlength: 80 });
    box.lastChild.addEventListener("input", show);
    if (!names) {
      Draw.names().then(function (told) {
        names = told.names;
        show({ target: box.lastChild });
      }, function () {
        Draw.fill(results, [Draw.make("p", { look: "soft", text: Draw.say("names_offline") })]);
      });
    }
    return Draw.make("div", {}, [box, results]);
  }

  function byNumbers() {
    var fault = Draw.make("p", { look: "doubt", role: "alert" });
    var at = Draw.aimedAt();
    var form = Draw.make("form", { look: "numbers", novalidate: true, on: {
      submit: function (event) {
        event.preventDefault();
        var place = [degrees(form.lat.value), degrees(form.lng.value)];
        var sound = Math.abs(place[0]) <= 90 && Math.abs(place[1]) <= 180;
        fault.textContent = sound ? "" : Draw.say("no_place");
        fault.className = sound ? "doubt" : "doubt seen";
        if (sound) go(place);
      }
    } }, [
      field("lat", Draw.say("latitude"), { inputmode: "text", value: at[0].toFixed(5) }),
      field("lng", Draw.say("longitude"), { inputmode: "text", value: at[1].toFixed(5) }),
      Draw.make("button", { type: "submit", "data-does": "go" }, [
        Draw.sign("target"), Draw.make("span", { text: Draw.say("go_there") })
      ]),
      fault
    ]);
    return form;
  }

  /* Look for a place and bring it under the crosshair. */
  Draw.findPlace = function () {
    Draw.openSheet({
      title: Draw.say("search"),
      body: [byName(), Draw.make("h3", { text: Draw.say("by_numbers") }), byNumbers()]
    });
  };
})(window.AmparoDraw);
