"""One function per operation of the control contract, by resource."""
