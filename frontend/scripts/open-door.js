/* Small improvements for every page. Nothing here is needed to use the site. */
import { ErrorSummary, ExitThisPage } from "govuk-frontend";

function start(Component, name) {
  document.querySelectorAll(`[data-module="${name}"]`).forEach((element) => new Component(element));
}

/** "Print this page" is a link to the print view; there, a button opens the printer's dialogue. */
function addPrintButtons() {
  document.querySelectorAll("[data-od-print]").forEach((element) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button";
    button.textContent = element.dataset.odPrint;
    button.addEventListener("click", () => window.print());
    element.replaceChildren(button);
    element.hidden = false;
  });
}

/** "Send again": whoever has signed in since, in another tab, has a newer token than this page. */
function sendWithNewestToken() {
  document.querySelectorAll("form[data-od-newest-token]").forEach((form) => {
    form.addEventListener("submit", () => {
      const cookie = /(?:^|; )csrftoken=(\w+)/.exec(document.cookie);
      if (cookie) form.elements.csrfmiddlewaretoken.value = cookie[1];
    });
  });
}

if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  start(ErrorSummary, "govuk-error-summary");
  start(ExitThisPage, "govuk-exit-this-page");
  addPrintButtons();
  sendWithNewestToken();
}
