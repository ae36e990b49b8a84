"""What .ci/recorded checks, a module for each part."""
