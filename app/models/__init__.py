"""The models on this computer: finding, loading and letting go, and the memory they press on."""
