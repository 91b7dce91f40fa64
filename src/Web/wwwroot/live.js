// The circuit behind live numbers and editors, and what to do when it is lost. The page can be read without: it is painted first.
requestAnimationFrame(() => setTimeout(() => {
  const circuit = document.createElement("script");
  circuit.src = document.querySelector("script[data-circuit]").dataset.circuit;
  document.body.append(circuit);
}));

const notice = document.getElementById("components-reconnect-modal");

async function reconnect() {
  try {
    if (!await Blazor.reconnect() && !await Blazor.resumeCircuit()) location.reload();
  } catch {
    document.addEventListener("visibilitychange", whenVisible);
  }
}

function whenVisible() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", whenVisible);
  reconnect();
}

notice?.addEventListener("components-reconnect-state-changed", event => {
  if (event.detail.state === "failed") document.addEventListener("visibilitychange", whenVisible);
  if (event.detail.state === "rejected") location.reload();
});
notice?.querySelector("[data-reconnect]").addEventListener("click", reconnect);
