/*
 * Unpacking what the page holds: by the browser's own means, or, where it has none, by ours
 * after RFC 1950 and 1951.
 */
window.AmparoDraw = window.AmparoDraw || {};

(function (Draw) {
  "use strict";

  var HEAD = 2;          // bytes before the packed ones: RFC 1950
  var LONGEST_CODE = 15; // bits
  // RFC 1951, 3.2.5: what a code for a length or a distance begins with, and its further bits.
  var LENGTHS = begins(3, [8, 4, 4, 4, 4, 4], 28).concat([[258, 0]]);
  var DISTANCES = begins(1, [4, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 30);
  var ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  function begins(first, counts, most) {
    var found = [], at = first;
    counts.forEach(function (count, bits) {
      for (var i = 0; i < count && found.length < most; i++) {
        found.push([at, bits]);
        at += 1 << bits;
      }
    });
    return found;
  }

  function Bits(bytes) {
    this.bytes = bytes;
    this.at = HEAD;
    this.held = 0;
    this.count = 0;
  }

  Bits.prototype.take = function (count) {
    while (this.count < count) {
      if (this.at >= this.bytes.length) throw new Error("packed bytes end too soon");
      this.held |= this.bytes[this.at++] << this.count;
      this.count += 8;
    }
    var value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.count -= count;
    return value;
  };

  /* How many codes there are of each length, and what they mean, shortest first. */
  function codes(lengths) {
    var counts = new Uint16Array(LONGEST_CODE + 1), begin = new Uint16Array(LONGEST_CODE + 2);
    var meant = new Uint16Array(lengths.length);
    lengths.forEach(function (length) { counts[length]++; });
    counts[0] = 0;
    for (var i = 1; i <= LONGEST_CODE; i++) begin[i + 1] = begin[i] + counts[i];
    lengths.forEach(function (length, what) { if (length) meant[begin[length]++] = what; });
    return { counts: counts, meant: meant };
  }

  function read(bits, table) {
    var code = 0, first = 0, index = 0;
    for (var length = 1; length <= LONGEST_CODE; length++) {
      code |= bits.take(1);
      var count = table.counts[length];
      if (code - first < count) return table.meant[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("packed bytes hold no such code");
  }

  function fixed() {
    var lengths = [];
    for (var i = 0; i < 288; i++) lengths.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    return [codes(lengths), codes(new Array(30).fill(5))];
  }

  function told(bits) {
    var literals = bits.take(5) + 257, distances = bits.take(5) + 1, count = bits.take(4) + 4;
    var own = new Array(19).fill(0), lengths = [];
    for (var i = 0; i < count; i++) own[ORDER[i]] = bits.take(3);
    var table = codes(own);
    while (lengths.length < literals + distances) {
      var what = read(bits, table), again = 1, length = what;
      if (what === 16) { again = 3 + bits.take(2); length = lengths[lengths.length - 1]; }
      if (what === 17) { again = 3 + bits.take(3); length = 0; }
      if (what === 18) { again = 11 + bits.take(7); length = 0; }
      while (again--) lengths.push(length);
    }
    return [codes(lengths.slice(0, literals)), codes(lengths.slice(literals))];
  }

  function unpackBlock(bits, out, tables) {
    for (;;) {
      var what = read(bits, tables[0]);
      if (what === 256) return;
      if (what < 256) { out.push(what); continue; }
      var size = LENGTHS[what - 257], length = size[0] + bits.take(size[1]);
      var far = DISTANCES[read(bits, tables[1])];
      var from = out.length - far[0] - bits.take(far[1]);
      for (var i = 0; i < length; i++) out.push(out[from + i]);
    }
  }

  function copyBlock(bits, out) {
    bits.held = bits.count = 0;
    var length = bits.bytes[bits.at] | (bits.bytes[bits.at + 1] << 8);
    bits.at += 4;
    for (var i = 0; i < length; i++) out.push(bits.bytes[bits.at++]);
  }

  /* Unpack by our own means. */
  Draw.inflateHere = function (bytes) {
    var bits = new Bits(bytes), out = [], last = 0;
    while (!last) {
      last = bits.take(1);
      var kind = bits.take(2);
      if (kind === 0) copyBlock(bits, out);
      else if (kind < 3) unpackBlock(bits, out, kind === 1 ? fixed() : told(bits));
      else throw new Error("packed bytes are of no known kind");
    }
    return Uint8Array.from(out);
  };

  function byBrowser(bytes) {
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).arrayBuffer().then(function (held) { return new Uint8Array(held); });
  }

  /* Unpack what is written in base64; promises bytes. */
  Draw.inflate = function (text) {
    var bytes = Uint8Array.from(window.atob(text), function (sign) { return sign.charCodeAt(0); });
    if (window.DecompressionStream) return byBrowser(bytes);
    return Promise.resolve().then(function () { return Draw.inflateHere(bytes); });
  };
})(window.AmparoDraw);
