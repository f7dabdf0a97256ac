const order = ['system', 'light', 'dark'];

/** A button that walks through system, light and dark, and remembers the choice. */
export function setUpTheme(button, label) {
  const root = document.documentElement;
  const show = () => { label.textContent = `Theme: ${root.dataset.theme ?? 'system'}`; };

  button.addEventListener('click', () => {
    const next = order[(order.indexOf(root.dataset.theme ?? 'system') + 1) % order.length];
    if (next === 'system') {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = next;
    }

    try {
      localStorage.setItem('theme', next);
    } catch {
      // Without storage the choice lasts until the page is left.
    }

    show();
  });

  show();
}
