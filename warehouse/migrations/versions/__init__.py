"""Steps from one version of the stored tables to the next, one module each."""
