/** Runs in the reader's browser: shows the stage that is chosen in the picture. Without it, the page lists all of them. */
export const pageScript = `{
const articles = new Map([...document.querySelectorAll("article")].map((article) => [article.dataset.stage, article]));
const nodes = [...document.querySelectorAll("[data-node]")].filter((node) => articles.has(node.dataset.node));
let chosen;
const show = (name) => {
  for (const [stage, article] of articles) article.hidden = stage !== name;
  for (const node of nodes) {
    const is = node.dataset.node === name;
    node.classList.toggle("chosen", is);
    node.setAttribute("aria-pressed", String(is));
  }
  for (const edge of document.querySelectorAll(".edge")) {
    edge.classList.toggle("near", edge.dataset.from === name || edge.dataset.to === name);
  }
};
const choose = (name) => {
  chosen = name;
  show(name);
  history.replaceState(null, "", "#" + encodeURIComponent(name));
};
for (const node of nodes) {
  node.addEventListener("click", () => choose(node.dataset.node));
  node.addEventListener("mouseenter", () => show(node.dataset.node));
  node.addEventListener("mouseleave", () => show(chosen));
  node.addEventListener("focus", () => show(node.dataset.node));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(node.dataset.node);
  });
}
document.body.classList.add("scripted");
let wanted = "";
try { wanted = decodeURIComponent(location.hash.slice(1)); } catch {}
const unsettled = nodes.find((node) => !node.classList.contains("node-good"));
chosen = articles.has(wanted) ? wanted : (unsettled ?? nodes[0])?.dataset.node;
show(chosen);
}`;
