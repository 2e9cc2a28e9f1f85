"""Running notebooks: parameters, kernels, the harvest of exhibits, and results swapped in whole."""
