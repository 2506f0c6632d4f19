// Notes every layout shift of a page, and when its document last changed; `tests/browser/layout_shift.py` reads both.
// Source: https://web.dev/articles/cls
window.layoutShifts = [];
window.lastChange = performance.now();

const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(",");

function nameOf(node) {
  if (!node) return "gone";
  const element = node.closest?.("[class*='st-key-'], [data-testid]") ?? node.parentElement;
  const key = [...(element?.classList ?? [])].find((name) => name.startsWith("st-key-"));
  return key ?? element?.dataset.testid ?? node.nodeName;
}

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const sources = entry.sources.map((each) => `${nameOf(each.node)} ${box(each.previousRect)} > ${box(each.currentRect)}`);
    window.layoutShifts.push({ value: entry.value, hadRecentInput: entry.hadRecentInput, sources });
    window.lastChange = performance.now();
  }
}).observe({ type: "layout-shift", buffered: true });

new MutationObserver(() => {
  window.lastChange = performance.now();
}).observe(document, { subtree: true, childList: true, characterData: true });
