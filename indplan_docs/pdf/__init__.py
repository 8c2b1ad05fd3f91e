"""Finished Word files turned into PDF."""
