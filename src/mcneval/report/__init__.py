"""From a study to its report: readings filled, the book staged, the whole run, the preview."""
