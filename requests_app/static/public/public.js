// What the pages do a little better with JavaScript. Without it everything works as well.
(() => {
  "use strict";

  const problem = document.getElementById("problem");
  if (problem) {
    problem.focus();
    // Coming back to this page asks for it anew: the browser need not ask whether to send the answers again.
    window.history.replaceState(window.history.state, "", window.location.href);
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Says in time that the answers kept so far will be erased.
  const ending = document.querySelector("[data-ends-at]");
  if (ending) {
    const left = Date.parse(ending.dataset.endsAt) - Date.now() - 15 * 60 * 1000;
    if (left < 2 ** 31) window.setTimeout(() => { ending.textContent = ending.dataset.words; ending.className = "ending"; }, Math.max(left, 0));
  }

  // Proof of work: find the number whose SHA-256 with the salt is the challenge, while the person reads.
  const proof = document.querySelector("input[data-challenge]");
  if (!proof || !window.crypto || !window.crypto.subtle) return;
  const { algorithm, challenge, salt, signature, most } = proof.dataset;
  const encoder = new TextEncoder();

  const hash = async (text) => {
    const bytes = new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(text)));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const solve = async () => {
    for (let number = 0; number <= Number(most); number += 1) {
      if ((await hash(salt + number)) === challenge) {
        proof.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
        return;
      }
    }
  };
  solve();
})();
