"""The GitHub Action: inputs, event and environment of a runner in, outputs and annotations out."""
