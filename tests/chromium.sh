#!/bin/sh
# Finds a Chromium for the browser tests, or installs Debian's.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ -d "/Applications/Google Chrome.app" ]; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
  $sudo apt-get update -qq && $sudo apt-get install -y -qq chromium fonts-liberation >/dev/null && exit 0
fi
echo "The browser tests need Chromium: install it, then run make test again." >&2
exit 1
