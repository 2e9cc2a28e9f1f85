// Put into pages that mcn preview serves, never into a report: reloads, and shows errors.
(function () {
  var seen = null;
  function show(error) {
    var box = document.getElementById("preview-error");
    if (!error) { if (box) box.remove(); return; }
    if (!box) {
      box = document.createElement("pre");
      box.id = "preview-error";
      box.setAttribute("role", "alert");
      box.style.cssText = "position:fixed;left:0;right:0;bottom:0;max-height:60vh;overflow:auto;" +
        "margin:0;padding:1rem;background:#7a1f1f;color:#fff;z-index:9999;white-space:pre-wrap";
      document.body.appendChild(box);
    }
    box.textContent = error;
  }
  function ask() {
    fetch("/__preview__").then(function (answer) { return answer.json(); }).then(function (state) {
      if (seen !== null && state.version !== seen) { location.reload(); return; }
      seen = state.version;
      show(state.error);
    }).catch(function () {}).finally(function () { setTimeout(ask, 400); });
  }
  ask();
})();
