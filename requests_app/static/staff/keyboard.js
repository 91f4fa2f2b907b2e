// The layout has things to click that are neither links nor buttons: let a keyboard and a screen reader use them too.
document.addEventListener("DOMContentLoaded", () => {
  const names = { dock_to_right: "Menu", close: "Close the menu" };

  // Icons are drawn by ligatures: their text is a name of a picture, not something to read out.
  const icons = document.querySelectorAll(".material-symbols-outlined");
  icons.forEach((icon) => icon.setAttribute("aria-hidden", "true"));
  const home = document.querySelector("a:has(> .material-symbols-outlined:only-child)");
  home?.setAttribute("aria-label", "Start page");

  document.querySelectorAll("[x-on\\:click]").forEach((element) => {
    if (element.matches("a[href], button, input, select, textarea, summary")) return;
    const icon = element.matches(".material-symbols-outlined") ? element : null;
    const words = icon ? "" : element.innerText.trim();
    const name = icon && names[icon.textContent.trim()];
    if (!words && !name) return; // a backdrop, say: Escape closes it
    if (name) element.setAttribute("aria-label", name);
    element.removeAttribute("aria-hidden");
    element.setAttribute("role", "button");
    element.tabIndex = 0;
    element.addEventListener("keydown", (event) => {
      if (event.target !== element || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      element.click();
    });
  });
});
