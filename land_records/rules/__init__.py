"""The rulebook: dated, replaceable rules with their legal source, and the checks that judge acts by them."""
