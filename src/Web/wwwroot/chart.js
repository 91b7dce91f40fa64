// Tooltips and arrow keys for charts that the server drew, the theme switch, one-key shortcuts, how fast pages are. Nothing depends on it.
const root = document.documentElement;
const parsed = new WeakMap();

// [label, value, change, previous, percent from top, what is missing, notes], see ChartPayload.
function pointsOf(figure) {
  const source = figure.querySelector("script").textContent;
  const known = parsed.get(figure);
  if (known?.source === source) return known;
  const fresh = { source, points: JSON.parse(source), at: null };
  parsed.set(figure, fresh);
  return fresh;
}

function across(figure, i, count) {
  return figure.dataset.chart === "bars" ? (i + 0.5) / count : i / Math.max(1, count - 1);
}

function show(figure, i, spoken) {
  const chart = pointsOf(figure);
  const [label, value, change, previous, top, missing, notes = []] = chart.points[i];
  chart.at = i;
  const plot = figure.querySelector(".plot");
  const [cursor, dot, tip] = plot.querySelectorAll(".cursor,.point,.tip");
  const x = across(figure, i, chart.points.length);

  cursor.hidden = tip.hidden = false;
  dot.hidden = top === null;
  cursor.style.left = dot.style.left = x * 100 + "%";
  dot.style.top = top + "%";

  const lines = [["small", label], ["b", value === null ? "–" : change ? `${value}  ${change}` : value], ["small", previous], ["small", missing], ...notes.map(note => ["small", note])];
  tip.replaceChildren(...lines.filter(([, text]) => text).map(([tag, text]) => {
    const line = document.createElement(tag);
    line.textContent = text;
    line.dir = "auto";
    return line;
  }));
  const room = plot.clientWidth, width = tip.offsetWidth, left = x * room;
  tip.style.left = Math.max(0, Math.min(room - width, left + 14 + width > room ? left - width - 14 : left + 14)) + "px";
  if (spoken) figure.querySelector("output").textContent = lines.map(([, text]) => text).filter(Boolean).join(", ");
}

function hide(figure) {
  figure.querySelectorAll(".cursor,.point,.tip").forEach(part => { part.hidden = true; });
}

function nearest(figure, clientX) {
  const box = figure.querySelector(".plot").getBoundingClientRect();
  const share = (clientX - box.left) / box.width, count = pointsOf(figure).points.length;
  const i = figure.dataset.chart === "bars" ? Math.floor(share * count) : Math.round(share * (count - 1));
  return Math.max(0, Math.min(count - 1, i));
}

const figureOf = target => target.closest?.(".plot")?.closest("[data-chart]");

document.addEventListener("pointermove", event => {
  const figure = figureOf(event.target);
  if (figure) show(figure, nearest(figure, event.clientX), false);
});
document.addEventListener("pointerout", event => {
  const figure = figureOf(event.target);
  if (figure && !figure.contains(event.relatedTarget)) hide(figure);
});
document.addEventListener("focusout", event => {
  const figure = figureOf(event.target);
  if (figure) hide(figure);
});

function readByKey(figure, key) {
  const { points, at } = pointsOf(figure), last = points.length - 1;
  const moves = {
    Home: 0,
    End: last,
    ArrowLeft: Math.max(0, (at ?? last + 1) - 1),
    ArrowRight: Math.min(last, (at ?? -1) + 1),
  };
  if (key === "Escape") hide(figure);
  else if (key in moves) show(figure, moves[key], true);
  else return false;
  return true;
}

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const figure = figureOf(event.target);
  if (figure && readByKey(figure, event.key)) return event.preventDefault();
  if (root.dataset.shortcuts === "off" || event.target.closest?.("input,textarea,select,[contenteditable]")) return;
  const key = event.key.toLowerCase();
  if (key === "t") switchTheme();
  else if (/^[a-z1-9]$/.test(key)) document.querySelector(`[data-key="${key}"]`)?.click();
});

function switchTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${secure}`;
}

document.addEventListener("submit", event => {
  if (!event.target.matches("[data-theme-form]")) return;
  event.preventDefault();
  switchTheme();
});

// How long the first content took, for nobody in particular: a number, without cookies. What was opened behind other tabs says nothing.
if (!document.hidden) new PerformanceObserver(list => {
  const paint = list.getEntriesByName("first-contentful-paint")[0];
  if (paint) fetch("/vitals", { method: "POST", body: Math.round(paint.startTime), credentials: "omit", keepalive: true }).catch(() => {});
}).observe({ type: "paint", buffered: true });
