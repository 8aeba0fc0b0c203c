// What is wrong with a page, as sentences. Evaluated in the page by check-report.
(() => {
  const findings = [];
  const name = (element) => {
    const text = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const id = element.id ? `#${element.id}` : "";
    return `<${element.tagName.toLowerCase()}${id}> “${text}”`;
  };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isShown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const shown = (selector) => all(selector).filter(isShown);
  const demand = (condition, sentence) => { if (!condition) findings.push(sentence); };

  // Nothing sticks out, but what is within a box that scrolls.
  const width = document.documentElement.clientWidth;
  demand(
    document.documentElement.scrollWidth <= width,
    `the page is ${document.documentElement.scrollWidth} px wide`);
  const scrolls = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (["auto", "scroll", "hidden"].includes(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  for (const element of shown("body *")) {
    if (element.closest("svg") && element.tagName !== "svg" && element.tagName !== "text") continue;
    if (element.classList.contains("skip")) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if ((box.right > width + 0.6 || box.left < -0.6) && !scrolls(element)) {
      findings.push(`${name(element)} sticks out: ${box.left.toFixed(0)} to ${box.right.toFixed(0)}`);
    }
    if (element.tagName === "text") {
      const picture = element.ownerSVGElement.getBoundingClientRect();
      demand(
        box.right <= picture.right + 1 && box.left >= picture.left - 1,
        `${name(element)} leaves its picture`);
    }
  }

  // Text stands out from its ground (WCAG 2.1, 1.4.3).
  const colour = (text) => {
    const numbers = (text.match(/[\d.]+/g) || []).map(Number);
    return { rgb: numbers.slice(0, 3), alpha: numbers.length > 3 ? numbers[3] : 1 };
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let box = element; box; box = box.parentElement) {
      const { rgb, alpha } = colour(getComputedStyle(box).backgroundColor);
      if (alpha > 0.99) return rgb;
    }
    return [255, 255, 255];
  };
  const contrast = (first, second) => {
    const [low, high] = [luminance(first), luminance(second)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  for (const element of shown("body *")) {
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim());
    if (!hasText || ["title", "desc", "style"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const ink = colour(element.closest("svg") ? style.fill : style.color).rgb;
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    const ratio = contrast(ink, ground(element));
    demand(
      ratio >= (isLarge ? 3 : 4.5) && style.opacity === "1",
      `${name(element)} has a contrast of ${ratio.toFixed(2)}`);
    demand(size >= 9, `${name(element)} is ${size} px small`);
  }

  // Structure.
  demand(document.documentElement.lang, "the page has no language");
  demand(document.title, "the page has no title");
  demand(all("h1").length === 1, "the page has not one h1");
  for (const landmark of ["header", "nav", "main", "footer"]) {
    demand(all(`body > ${landmark}`).length === 1, `the page has not one ${landmark}`);
  }
  let level = 0;
  for (const heading of shown("h1, h2, h3, h4, h5, h6")) {
    const own = Number(heading.tagName[1]);
    demand(own <= level + 1, `${name(heading)} skips a level`);
    demand(heading.textContent.trim(), "a heading is empty");
    level = own;
  }
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) {
    findings.push(`the id ${id} is there twice`);
  }
  for (const attribute of ["aria-labelledby", "aria-describedby"]) {
    for (const element of all(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/)) {
        const label = document.getElementById(id);
        demand(label && label.textContent.trim(), `${name(element)} is labelled by nothing: ${id}`);
      }
    }
  }
  for (const link of all("a")) {
    const target = link.getAttribute("href") || "";
    demand(link.textContent.trim(), "a link has no text");
    demand(
      target.startsWith("#") && document.getElementById(target.slice(1)),
      `${name(link)} leads nowhere: ${target}`);
  }
  for (const table of all("table")) {
    demand(table.caption && table.caption.textContent.trim(), `${name(table)} has no caption`);
    demand(
      [...table.querySelectorAll("th")].every((cell) => cell.scope), `${name(table)}: th, no scope`);
    const widths = [...table.rows].map((row) =>
      [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0));
    demand(new Set(widths).size === 1, `${name(table)} has rows of differing lengths`);
  }
  for (const box of shown("body *")) {
    if (box.scrollWidth <= box.clientWidth + 1 || box.closest("svg")) continue;
    if (!["auto", "scroll"].includes(getComputedStyle(box).overflowX)) continue;
    demand(box.tabIndex === 0, `${name(box)} scrolls, but not by keyboard`);
  }
  for (const region of all("[role=region]")) {
    demand(region.getAttribute("aria-label"), `${name(region)} is a region without a name`);
  }

  // Pictures.
  for (const picture of all("svg")) {
    demand(picture.getAttribute("role") === "img", "a picture has not the role img");
    demand(picture.getAttribute("aria-labelledby"), "a picture has no name");
  }
  for (const figure of all("figure")) {
    if (!isShown(figure)) { findings.push(`${name(figure)} is hidden`); continue; }
    const pictures = [...figure.querySelectorAll("svg")].filter(isShown);
    demand(pictures.length === 1, `#${figure.id} shows ${pictures.length} pictures`);
    for (const picture of pictures) {
      const box = picture.getBoundingClientRect();
      const marks = picture.querySelectorAll("path, rect, circle, line").length;
      demand(box.width > 250 && box.height > 30 && marks > 0, `#${figure.id} is empty`);
    }
    demand(figure.querySelector("figcaption"), `#${figure.id} has no caption`);
  }

  // Nothing that runs or loads.
  const inert = "script, iframe, object, embed, link, base, form, img, audio, video, foreignObject";
  for (const element of all(inert)) findings.push(`there is a ${element.tagName}`);
  for (const element of all("*")) {
    for (const { name: key, value } of element.attributes) {
      demand(!key.startsWith("on"), `${name(element)} has ${key}`);
      const isPlace = ["href", "src", "srcset", "xlink:href"].includes(key);
      demand(!isPlace || value.startsWith("#"), `${name(element)} has ${key}=${value}`);
      demand(!/url\((?!["']?#)/.test(value), `${name(element)} has ${key}=${value}`);
    }
  }
  return {
    findings: [...new Set(findings)],
    figures: all("figure").map((figure) => figure.id.replace(/^figure-/, "")),
    luminance: luminance(ground(document.body)),
    hidden: all("table, svg.media-mix-page").filter((element) => !isShown(element)).length,
  };
})()
