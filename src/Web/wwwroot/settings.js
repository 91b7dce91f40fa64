// Asks before a page is left whose changes are not saved.
addEventListener("beforeunload", event => {
  if (document.querySelector("[data-unsaved]")) event.preventDefault();
});
