// Small conveniences; every page works without them.
document.addEventListener("DOMContentLoaded", () => {
  // Bring the summary of errors to whoever listens to the page.
  document.querySelector("[data-focus]")?.focus();

  // Unfold looks for a text field of its own beside each file field, and stumbles where there is none.
  document.querySelectorAll("input[type=file]").forEach((input) => (input.hasChangeListener = true));

  // A second click on a form that is on its way does nothing. The server guards itself too.
  document.querySelectorAll("form[data-once]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-once]").forEach((form) => delete form.dataset.sent);
  });
});
