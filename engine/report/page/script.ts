/** Niceties alone: without it the page says as much. */
export const pageScript = `
for (const time of document.querySelectorAll("time")) {
  const at = new Date(time.dateTime);
  time.title = time.textContent;
  time.textContent = at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}
const open = (element) => {
  for (let around = element; around; around = around.parentElement) if (around.localName === "details") around.open = true;
};
const follow = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  open(target.querySelector(":scope > details") ?? target);
  open(target);
  target.scrollIntoView();
};
addEventListener("hashchange", follow);
follow();
for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;
for (const button of document.querySelectorAll("button[data-open]")) {
  button.addEventListener("click", () => {
    for (const details of document.querySelectorAll("main details")) details.open = button.dataset.open === "yes";
  });
}
const filter = document.getElementById("filter");
const rows = [...document.querySelectorAll("table.stages tbody tr")];
filter?.addEventListener("input", () => {
  const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let matches = 0;
  for (const row of rows) {
    row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
    if (!row.hidden) matches += 1;
  }
  for (const group of document.querySelectorAll("#stages details.group")) {
    const found = group.querySelector("tbody tr:not([hidden])") !== null;
    group.hidden = !found;
    if (words.length > 0) group.open = found;
  }
  document.getElementById("matches").textContent = words.length === 0 ? "" : matches + " of " + rows.length;
});
`;
