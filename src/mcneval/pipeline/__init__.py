"""Running notebooks: parameters, kernels, harvest, and swapping results in whole."""
