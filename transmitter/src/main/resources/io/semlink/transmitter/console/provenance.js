// Shows which parts of a picture were generated: a hatch and an outline, which need no colour to be seen.

const SPACING = 10; // between the hatch's lines, in pixels of the screen, about
const LONGEST = 1024;

let latest = 0;

/**
 * Draws the hatch of a provenance picture (255 received, 0 generated) on a canvas, once per picture.
 *
 * @param canvas that lies over the picture
 * @param url of the provenance picture
 */
export function drawProvenance(canvas, url) {
  if (canvas.dataset.url === url) {
    return;
  }
  canvas.dataset.url = url;
  const mine = ++latest;
  const image = new Image();
  image.addEventListener("load", () => {
    if (mine === latest) {
      paint(canvas, image);
    }
  });
  image.addEventListener("error", () => {
    if (mine === latest) {
      canvas.width = canvas.height = 1;
      delete canvas.dataset.url;
    }
  });
  image.src = url;
}

function paint(canvas, image) {
  const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
  const width = Math.max(1, Math.round(image.naturalWidth * scale));
  const height = Math.max(1, Math.round(image.naturalHeight * scale));
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0, width, height);
  const source = context.getImageData(0, 0, width, height).data;
  const out = context.createImageData(width, height);
  const shown = Math.max(1, canvas.clientWidth || 400);
  const spacing = Math.max(4, Math.round((SPACING * width) / shown));
  const line = Math.max(1, Math.round((1.2 * width) / shown));
  const border = Math.max(1, Math.round((1.5 * width) / shown));

  const generated = (x, y) => source[4 * (y * width + x)] < 128;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!generated(x, y)) {
        continue;
      }
      const at = 4 * (y * width + x);
      const edge =
        !generated(Math.max(0, x - border), y) ||
        !generated(Math.min(width - 1, x + border), y) ||
        !generated(x, Math.max(0, y - border)) ||
        !generated(x, Math.min(height - 1, y + border));
      if (edge) {
        set(out.data, at, 255, 209, 92, 255);
      } else if ((x + y) % spacing < line) {
        set(out.data, at, 255, 236, 190, 200);
      } else {
        set(out.data, at, 12, 18, 24, 92);
      }
    }
  }
  context.putImageData(out, 0, 0);
}

function set(data, at, red, green, blue, alpha) {
  data[at] = red;
  data[at + 1] = green;
  data[at + 2] = blue;
  data[at + 3] = alpha;
}
