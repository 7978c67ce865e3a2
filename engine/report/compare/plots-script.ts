/** Lays one version over the other; without it they stand side by side. */
export const plotsScript = `
for (const compare of document.querySelectorAll(".compare")) {
  const views = compare.querySelector(".views");
  const slider = views.querySelector("input");
  const label = views.querySelector("label");
  const top = compare.querySelector(".new img");
  views.hidden = false;
  const fade = () => { top.style.opacity = compare.classList.contains("over") ? slider.value / 100 : ""; };
  slider.addEventListener("input", fade);
  for (const button of views.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const over = button.dataset.view === "over";
      compare.classList.toggle("over", over);
      label.hidden = !over;
      for (const other of views.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
      fade();
    });
  }
}
`;
