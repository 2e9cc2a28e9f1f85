// Put into pages that mcn preview serves, never into a report: reloads, and shows what is done and what is wrong.
(function () {
  var seen = null;
  function show(words, isError) {
    var box = document.getElementById("preview-note");
    if (!words) { if (box) box.remove(); return; }
    if (!box) {
      box = document.createElement("pre");
      box.id = "preview-note";
      document.body.appendChild(box);
    }
    box.setAttribute("role", isError ? "alert" : "status");
    box.style.cssText = "position:fixed;left:0;right:0;bottom:0;max-height:60vh;overflow:auto;" +
      "margin:0;padding:1rem;color:#fff;z-index:9999;white-space:pre-wrap;background:" +
      (isError ? "#7a1f1f" : "#1d2a33");
    if (box.textContent !== words) box.textContent = words;
  }
  function ask() {
    fetch("/__preview__").then(function (answer) { return answer.json(); }).then(function (state) {
      if (seen !== null && state.version !== seen) { location.reload(); return; }
      seen = state.version;
      show(state.error || state.doing, Boolean(state.error));
    }).catch(function () {}).finally(function () { setTimeout(ask, 400); });
  }
  ask();
})();
