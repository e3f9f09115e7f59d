// Figures as typed, to exact integers of millionths and back; the same rules as reports/domain/statform/numbers.py.
// No floating point anywhere: 0.1 + 0.2 is 0.3 here.
"use strict";

(() => {
  const DECIMALS = 6;
  const ONE = 10n ** BigInt(DECIMALS);
  const LONGEST = 60;
  const WHOLE_DIGITS = 14;
  const DIGITS = 15;
  const WIDE = "０１２３４５６７８９，．＋－−￥";
  const NARROW = "0123456789,.+--¥";
  const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;
  const SEPARATORS = /[\x1c-\x1f\x85]/g;
  const DASHES = /^[-‐‑‒–—―─－−/／]+$/;
  const FIGURE = /^(¥)?\s*([+-]|增加|减少|增|减)?\s*([0-9][0-9,.\s]*)([^\s0-9]*)$/;
  const MINUS = ["-", "减", "减少"];
  const MONEY = ["元", "万元", "亿元"];
  const COUNTS = ["条", "件", "份", "次", "篇", "个", "项", "人", "人次"];

  const narrow = (text) => [...text].map((sign) => NARROW[WIDE.indexOf(sign)] ?? sign).join("");

  // The digits of a number as printed: true where they are written as one number and nothing else.
  function areDigits(digits) {
    if (!/^[0-9,]+(\.[0-9]+)?$/.test(digits)) {
      return false;
    }
    const [whole, decimals = ""] = digits.split(".");
    const plain = whole.replaceAll(",", "");
    return (!whole.includes(",") || /^[0-9]{1,3}(,[0-9]{3})+$/.test(whole))
      && !(plain.startsWith("0") && plain.length > 1)
      && plain.length <= WHOLE_DIGITS
      && decimals.length <= DECIMALS
      && plain.length + decimals.length <= DIGITS;
  }

  function isOfKind(kind, digits, sign, unit, formUnit) {
    const isMoney = kind === "money";
    const known = unit === "" || (isMoney ? MONEY : COUNTS).includes(unit);
    const fits = !isMoney || unit === "" || !formUnit || unit === formUnit;
    return known && fits && (!sign || kind === "change") && (isMoney || !digits.includes("."));
  }

  // {isBlank}, {value: BigInt of millionths} or {isBad}.
  function read(raw, kind, formUnit = "") {
    const typed = raw.replace(SEPARATORS, " ").trim();
    const text = typed.replace(INVISIBLE, "").trim();
    if (text === "" || (DASHES.test(text) && typed.length <= LONGEST)) {
      return { isBlank: true };
    }
    const found = typed.length <= LONGEST && narrow(text).match(FIGURE);
    if (!found) {
      return { isBad: true };
    }
    const [, currency, sign = "", figure, printed] = found;
    const digits = figure.trim();
    const unit = printed || (currency ? "元" : "");
    if (!areDigits(digits) || !isOfKind(kind, digits, sign, unit, formUnit)) {
      return { isBad: true };
    }
    const [whole, decimals = ""] = digits.replaceAll(",", "").split(".");
    const value = BigInt(whole) * ONE + BigInt(decimals.padEnd(DECIMALS, "0"));
    return { value: MINUS.includes(sign) ? -value : value };
  }

  // "4,047", "96,171.6": as the server writes figures in sentences.
  function written(value) {
    const size = value < 0n ? -value : value;
    const whole = (size / ONE).toString().replace(/\B(?=([0-9]{3})+$)/g, ",");
    const decimals = (size % ONE).toString().padStart(DECIMALS, "0").replace(/0+$/, "");
    return (value < 0n ? "-" : "") + whole + (decimals && `.${decimals}`);
  }

  window.figures = { read, written };
})();
