"""From a study to its report: the sections that data make, the stage, and the whole run."""
