// Runs before the first paint, so that a remembered theme does not flash in.
try {
  const theme = localStorage.getItem("semlink.theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // Storage may be forbidden; the system's preference holds then.
}
