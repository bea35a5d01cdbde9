"use strict";
(() => {
  const report = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const FIGURES = [
    ["apgr", "APGR", "number"], ["apgr_routellm11", "APGR-11", "number"], ["cpt20", "CPT20", "share"],
    ["cpt50", "CPT50", "share"], ["cpt80", "CPT80", "share"], ["auroc", "AUROC", "number"],
    ["brier", "Brier", "number"], ["log_loss", "Log loss", "number"], ["ece", "ECE", "number"],
    ["aiq", "AIQ", "number"], ["saving_at_95_quality", "Saving at 95 %", "share"],
  ];
  const LOWER_IS_BETTER = new Set(["cpt20", "cpt50", "cpt80", "brier", "log_loss", "ece"]);
  const known = (v) => v !== null && v !== undefined;
  const plain = (v, digits = 4) => known(v) ? v.toFixed(digits).replace(/^(-?)0\./, "$1.") : "–";
  const percent = (v, digits = 1) => known(v) ? (100 * v).toFixed(digits) + " %" : "–";
  const dollars = (v) => !known(v) ? "–" : "$" + (Math.abs(v) >= 1 || v === 0 ? v.toFixed(2) : v.toPrecision(3));
  const format = (v, unit) => unit === "share" ? percent(v, 2) : plain(v);
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const charts = {};
  let data, router, point;

  const curved = () => data.routers.filter((r) => r.points);
  const candidates = () => curved().filter((r) => !r.baseline);
  function colour(r) {
    return r.baseline ? css("--" + r.name) : css("--c" + candidates().indexOf(r) % 6);
  }
  const translucent = (hex, alpha) => hex + Math.round(255 * alpha).toString(16).padStart(2, "0");

  /* Tables */

  function cell(text, value, detail, className) {
    return { text, value: value === undefined ? text : value, detail, className };
  }

  function table(id, heads, rows, sorted, ascending) {
    const element = $(id);
    element.replaceChildren();
    const head = element.createTHead().insertRow();
    heads.forEach((label, column) => {
      const th = document.createElement("th");
      th.scope = "col";
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () =>
        table(id, heads, rows, column, sorted === column ? !ascending : column === 0));
      th.append(button);
      th.ariaSort = sorted === column ? (ascending ? "ascending" : "descending") : "none";
      if (rows.length && rows[0].cells[column].className) th.className = "text";
      head.append(th);
    });
    const compare = (a, b) => {
      if (!known(a) || !known(b)) return known(a) ? -1 : known(b) ? 1 : 0;
      const order = typeof a === "number" ? a - b : String(a).localeCompare(String(b));
      return ascending ? order : -order;
    };
    const shown = sorted === undefined ? rows
      : [...rows].sort((a, b) => compare(a.cells[sorted].value, b.cells[sorted].value));
    const body = element.createTBody();
    for (const row of shown) {
      const tr = body.insertRow();
      tr.className = row.className || "";
      for (const content of row.cells) {
        const td = tr.insertCell();
        if (content.className) td.className = content.className;
        if (content.colour) {
          const dot = document.createElement("span");
          dot.className = "dot";
          dot.style.background = content.colour;
          td.append(dot);
        }
        td.append(content.text);
        if (content.detail) {
          const small = document.createElement("small");
          small.textContent = content.detail;
          td.append(small);
        }
      }
    }
    if (document.activeElement === document.body && sorted !== undefined) {
      element.tHead.rows[0].cells[sorted].querySelector("button").focus({ preventScroll: true });
    }
  }

  function figuresTable() {
    const shown = FIGURES.filter(([key]) => data.routers.some((r) => known(r[key])));
    table("figures", ["Router", "Quality", ...shown.map((f) => f[1])], data.routers.map((r) => ({
      className: (r.baseline ? "baseline " : "") + (r === router ? "chosen" : ""),
      cells: [
        { text: r.name, value: r.name, colour: r.points ? colour(r) : "transparent" },
        cell(plain(r.quality), r.quality),
        ...shown.map(([key, , unit]) => cell(format(r[key], unit), r[key],
          r[key + "_ci"] ? r[key + "_ci"].map((v) => unit === "share" ? (100 * v).toFixed(1) : plain(v, 3)).join(" – ") : "")),
      ],
    })));
  }

  function differencesTable() {
    $("differences-section").hidden = data.differences.length === 0;
    const labels = Object.fromEntries(FIGURES.map(([key, label, unit]) => [key, [label, unit]]));
    table("differences", ["Router", "Against", "Figure", "Difference", "95 % interval", "Reading"],
      data.differences.filter((d) => d.a === router.name || router.baseline).map((d) => {
        const [label, unit] = labels[d.figure];
        const decided = d.ci && (d.ci[0] > 0 || d.ci[1] < 0);
        const better = decided && (LOWER_IS_BETTER.has(d.figure) ? d.ci[1] < 0 : d.ci[0] > 0);
        const signed = (v) => (v > 0 ? "+" : "") + format(v, unit);
        return {
          cells: [cell(d.a), cell(d.b, d.b, "", "text"), cell(label, label, "", "text"), cell(signed(d.difference), d.difference),
            cell(d.ci ? d.ci.map(signed).join(" … ") : "–", d.ci ? d.ci[0] : null),
            cell(!decided ? "not shown" : better ? "better" : "worse", undefined, "", "text " + (!decided ? "muted" : better ? "good" : "bad"))],
        };
      }));
  }

  function categoriesTable() {
    $("categories-section").hidden = router.categories.length === 0;
    table("categories", ["Category", "Rows", "Strong", "Weak", "APGR", "95 % interval", "AUROC"], router.categories.map((c) => ({
      className: c.few_rows ? "baseline" : "",
      cells: [cell(c.category + (c.few_rows ? " *" : ""), c.category), cell(String(c.n), c.n), cell(plain(c.strong), c.strong), cell(plain(c.weak), c.weak),
        cell(plain(c.apgr), c.apgr), cell(c.apgr_ci ? c.apgr_ci.map((v) => plain(v, 3)).join(" – ") : "–", c.apgr_ci ? c.apgr_ci[0] : null),
        cell(plain(c.auroc), c.auroc)],
    })));
  }

  function lostTable() {
    $("lost-section").hidden = router.lost.length === 0;
    const threshold = router.points.threshold[point];
    table("lost", ["Prompt", "Id", "Category", "Score", "Strong", "Weak", "Goes to"], router.lost.map((l) => ({
      cells: [cell(l.excerpt, l.excerpt, "", "wrap"), cell(l.id, l.id, "", "text"), cell(l.category, l.category, "", "text"), cell(plain(l.score), l.score),
        cell(plain(l.strong, 2), l.strong), cell(plain(l.weak, 2), l.weak),
        // Rows that are ranked within folds are cut at no threshold: which of them go to strong is not known here.
        point > 0 && !known(threshold) ? cell("–", null)
          : known(threshold) && l.score >= threshold ? cell("strong", 1) : cell("weak: lost", 0, "", "mark")],
    })));
  }

  /* Charts */

  function options(x, y, more = {}) {
    const grid = { color: css("--line") };
    const scale = (title, extra) => ({
      type: extra.type || "linear", grid, border: { color: css("--line") }, ticks: { color: css("--muted"), ...extra.ticks },
      title: { display: true, text: title, color: css("--muted") }, ...extra.range,
    });
    return {
      animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: { x: scale(x.title, x), y: scale(y.title, y) },
      plugins: {
        legend: { position: "bottom", labels: { color: css("--ink"), boxWidth: 14, boxHeight: 2, filter: (item) => !item.text.startsWith("_") } },
        tooltip: { filter: (item) => !item.dataset.label.startsWith("_"), callbacks: more.tooltip || {} },
      },
      onClick: more.onClick,
    };
  }

  function draw(id, datasets, opts) {
    if (charts[id]) charts[id].destroy();
    charts[id] = new Chart($(id), { type: "line", data: { datasets }, options: opts });
  }

  function line(r, points, more = {}) {
    return {
      label: r.name, data: points, borderColor: colour(r), backgroundColor: colour(r), pointRadius: 0, pointHitRadius: 4,
      borderWidth: r === router ? 2.6 : 1.6, borderDash: r.baseline ? [5, 4] : [], order: r === router ? 1 : 2, ...more,
    };
  }

  const money = () => known(data.strong_cost_per_1000);
  const along = (r) => money() ? r.points.cost_per_1000 : r.points.strong_share;
  const xy = (xs, ys) => xs.map((x, i) => ({ x, y: ys[i] }));

  function marker() {
    return { x: along(router)[point], y: router.points.quality[point] };
  }

  function costChart() {
    const ends = [[data.weak_cost_per_1000 ?? 0, data.weak, "weak"], [data.strong_cost_per_1000 ?? 1, data.strong, "strong"]];
    const all = curved().flatMap((r) => r.name === "oracle" ? [] : r.points.quality);
    const low = Math.min(...all), high = Math.max(...all);
    const step = 10 ** Math.floor(Math.log10(high - low || 1)) / 2;
    const range = { min: Math.floor(low / step) * step, max: Math.ceil((high + step / 4) / step) * step };
    draw("cost-chart", [
      { label: "_threshold", data: [marker()], borderColor: css("--card"), backgroundColor: colour(router), pointRadius: 8, pointBorderWidth: 2.5, order: 0, showLine: false },
      { label: "_ends", data: ends.map(([x, y]) => ({ x, y })), pointRadius: 4.5, backgroundColor: css("--ink"), borderColor: css("--ink"), showLine: false, order: 1 },
      ...curved().map((r) => line(r, xy(along(r), r.points.quality))),
    ], options(
      money() ? { title: "dollars per 1,000 prompts", ticks: { callback: (v) => "$" + v } }
        : { title: "share of prompts sent to strong", ticks: { callback: (v) => Math.round(100 * v) + " %" }, range: { min: 0, max: 1 } },
      { title: "mean quality", range, ticks: { callback: (v) => plain(v, step < 0.01 ? 3 : 2) } },
      {
        tooltip: { title: (items) => money() ? dollars(items[0].parsed.x) : percent(items[0].parsed.x), label: (i) => " " + i.dataset.label + "  " + plain(i.parsed.y) },
        onClick: (event) => {
          const chart = charts["cost-chart"];
          const x = chart.scales.x.getValueForPixel(event.x);
          const xs = along(router);
          point = xs.reduce((best, v, i) => Math.abs(v - x) < Math.abs(xs[best] - x) ? i : best, 0);
          $("slider").value = point;
          showPoint();
        },
      }));
  }

  function pgrChart() {
    const shares = report.band_shares;
    const sets = [];
    for (const r of curved()) {
      if (r.name === "oracle") continue;
      if (known(r.band_lo[0]) && r.name !== "random" && (r === router || r.name === "length")) {
        const band = { borderWidth: 0, pointRadius: 0, backgroundColor: translucent(colour(r), 0.16), borderColor: "transparent", order: 3 };
        sets.push({ ...band, label: "_lo", data: xy(shares, r.band_lo), fill: "+1" }, { ...band, label: "_hi", data: xy(shares, r.band_hi), fill: false });
      }
      sets.push(line(r, xy(r.points.strong_share, r.points.pgr)));
    }
    draw("pgr-chart", sets, options(
      { title: "share of prompts sent to strong", range: { min: 0, max: 1 }, ticks: { callback: (v) => Math.round(100 * v) + " %" } },
      { title: "part of the gap recovered", ticks: { callback: (v) => percent(v, 0) } },
      { tooltip: { title: (items) => percent(items[0].parsed.x) + " to strong", label: (i) => " " + i.dataset.label + "  " + percent(i.parsed.y) } }));
  }

  function reliabilityChart() {
    const bins = router.reliability;
    $("reliability-section").hidden = bins.length === 0;
    if (bins.length === 0) return;
    const top = Math.min(1, 1.15 * Math.max(...bins.flatMap((b) => [b.predicted, b.observed])));
    draw("rel-chart", [
      { label: "perfect", data: [{ x: 0, y: 0 }, { x: top, y: top }], borderColor: css("--random"), borderDash: [5, 4], pointRadius: 0, borderWidth: 1.4 },
      { label: router.name, data: bins.map((b) => ({ x: b.predicted, y: b.observed })), borderColor: colour(router), backgroundColor: colour(router), pointRadius: 4, borderWidth: 2 },
    ], options(
      { title: "predicted probability that strong wins", range: { min: 0, max: top }, ticks: { callback: (v) => plain(v, 2) } },
      { title: "how often it did", range: { min: 0, max: top }, ticks: { callback: (v) => plain(v, 2) } },
      { tooltip: { title: () => "", label: (i) => " predicted " + plain(i.parsed.x) + ", observed " + plain(i.parsed.y) } }));
    const floor = router.ece_floor_ci;
    $("rel-caption").textContent = "ECE " + plain(router.ece)
      + (floor ? "; perfectly calibrated scores would show " + plain(floor[0], 3) + " to " + plain(floor[1], 3) + " on these rows" : "")
      + ". AUROC " + plain(router.auroc) + ".";
  }

  function modelsSection() {
    const models = data.models;
    $("models-section").hidden = !models;
    if (!models) return;
    const dots = (list) => list.map((m) => ({ x: m.cost_per_1000, y: m.quality, name: m.model }));
    const hues = { mixtures: "--length", "category-mean": "--category-mean", oracle: "--oracle" };
    let next = 0;
    const routers = models.routers.map((r) => {
      const hue = css(hues[r.name] || "--c" + next++ % 6);
      const own = !hues[r.name];
      return { label: r.name, data: dots([...r.points].sort((a, b) => a.cost_per_1000 - b.cost_per_1000)), borderColor: hue, backgroundColor: hue,
        pointRadius: 0, borderWidth: own ? 2.4 : 1.6, borderDash: own ? [] : [5, 4] };
    });
    draw("models-chart", [
      { label: "models", data: dots(models.models), showLine: false, pointRadius: 4.5, backgroundColor: css("--muted"), borderColor: css("--muted") },
      ...routers,
    ], options({ title: "dollars per 1,000 prompts (logarithmic)", type: "logarithmic", ticks: { callback: (v) => /^[125]/.test(v.toExponential()) ? "$" + v : "" } },
      { title: "mean quality", ticks: { callback: (v) => plain(v, 2) } },
      { tooltip: { title: (items) => items[0].raw.name || items[0].dataset.label, label: (i) => " " + dollars(i.parsed.x) + ", quality " + plain(i.parsed.y) } }));
    const onHull = new Set(models.hull.map((m) => m.model));
    const range = (ci) => ci ? ci.map((v) => plain(v, 3)).join(" – ") : "";
    table("models", ["Model or router", "Quality", "Per 1,000 prompts", "AIQ", "Over mixtures", "On the hull"], [
      ...models.models.map((m) => ({ cells: [cell(m.model), cell(plain(m.quality), m.quality), cell(dollars(m.cost_per_1000), m.cost_per_1000),
        cell("–", null), cell("–", null), cell(onHull.has(m.model) ? "yes" : "", undefined, "", "text")] })),
      ...models.routers.map((r) => ({ className: "chosen", cells: [cell(r.name), cell("–", null), cell("–", null), cell(plain(r.aiq), r.aiq, range(r.aiq_ci)),
        r.name === "mixtures" ? cell("–", null) : cell(plain(r.over_mixtures), r.over_mixtures, range(r.over_mixtures_ci)), cell("", "", "", "text")] })),
    ]);
  }

  function strategiesSection() {
    const strategies = data.strategies;
    $("strategies-section").hidden = !strategies;
    if (!strategies) return;
    const range = (ci) => ci ? ci.map((v) => plain(v, 3)).join(" – ") : "";
    const figure = (row, key, text) => known(row[key]) ? cell(text(row[key]), row[key], range(row[key + "_ci"])) : cell("–", null);
    table("strategies", ["Strategy", "Per 1,000 prompts", "Quality", "Saving", "Saving over " + strategies.compared_with],
      strategies.rows.map((row) => ({ cells: [cell(row.name), figure(row, "cost_per_1000", dollars), figure(row, "quality", plain),
        figure(row, "saving_at_95_quality", percent), row.over_compared_ci ? figure(row, "over_compared", percent) : cell("–", null)] })));
  }

  /* State */

  function showPoint() {
    const at = (key) => router.points[key][point];
    const set = (id, text, value) => { $(id).textContent = text; $(id).dataset.value = known(value) ? value : ""; };
    set("v-threshold", known(at("threshold")) ? at("threshold").toPrecision(4) : point === 0 ? "above all" : "–", at("threshold"));
    set("v-share", percent(at("strong_share")), at("strong_share"));
    set("v-quality", plain(at("quality")), at("quality"));
    $("v-kept").textContent = data.strong > 0 ? percent(at("quality") / data.strong) + " of strong's" : "";
    set("v-pgr", percent(at("pgr")), at("pgr"));
    set("v-cost", dollars(at("cost_per_1000")), at("cost_per_1000"));
    set("v-saving", percent(at("saving")), at("saving"));
    $("slider").setAttribute("aria-valuetext", percent(at("strong_share")) + " to strong, quality " + plain(at("quality"))
      + (money() ? ", " + dollars(at("cost_per_1000")) + " per 1,000 prompts" : ""));
    const chart = charts["cost-chart"];
    if (chart) {
      chart.data.datasets[0].data = [marker()];
      chart.data.datasets[0].backgroundColor = colour(router);
      chart.update("none");
    }
    lostTable();
  }

  function showRouter() {
    const slider = $("slider");
    slider.max = router.points.threshold.length - 1;
    const wanted = router.points.quality.findIndex((q) => q >= 0.95 * data.strong);
    point = wanted < 0 ? Math.round(slider.max / 2) : wanted;
    slider.value = point;
    redraw();
  }

  function redraw() {
    $("basis").textContent = data.cost_basis ? data.cost_basis + "." : "No prices were given, so there are no dollars here.";
    costChart();
    pgrChart();
    reliabilityChart();
    modelsSection();
    strategiesSection();
    figuresTable();
    differencesTable();
    categoriesTable();
    showPoint();
  }

  function showDataset() {
    const choices = curved().filter((r) => r.name !== "random" && r.name !== "oracle");
    router = candidates()[0] || choices[0];
    $("router").replaceChildren(...choices.map((r) => new Option(r.name + (r.baseline ? " (baseline)" : ""), r.name, false, r === router)));
    $("subtitle").textContent = data.name + ": " + data.n.toLocaleString("en") + " prompts, strong " + plain(data.strong) + ", weak " + plain(data.weak);
    const notes = [...(report.shuffled_labels ? ["Control: outcomes are shuffled between rows, so that every router must come out at chance."] : []), ...data.remarks];
    $("notes").replaceChildren(...notes.map((text) => {
      const note = document.createElement("p");
      note.className = "note";
      note.textContent = text;
      return note;
    }));
    $("verdicts").replaceChildren(...candidates().map((r) => {
      const verdict = document.createElement("span");
      verdict.textContent = r.verdict + " ";
      return verdict;
    }));
    showRouter();
  }

  function theme(name) {
    document.documentElement.dataset.theme = name;
    $("theme").textContent = name === "dark" ? "Light" : "Dark";
    if (router) redraw();
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  theme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => theme(dark.matches ? "dark" : "light"));
  $("theme").addEventListener("click", () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  let screenTheme;
  addEventListener("beforeprint", () => { screenTheme = document.documentElement.dataset.theme; theme("light"); Object.values(charts).forEach((c) => c.resize()); });
  addEventListener("afterprint", () => { theme(screenTheme); Object.values(charts).forEach((c) => c.resize()); });
  $("slider").addEventListener("input", (event) => { point = Number(event.target.value); showPoint(); });
  $("router").addEventListener("change", (event) => { router = data.routers.find((r) => r.name === event.target.value); showRouter(); });
  $("dataset").replaceChildren(...report.datasets.map((d, i) => new Option(d.name, i)));
  $("dataset-label").hidden = report.datasets.length < 2;
  $("dataset").addEventListener("change", (event) => { data = report.datasets[event.target.value]; showDataset(); });
  $("command").textContent = report.command;
  $("provenance").textContent = "Intervals: paired bootstrap over rows, " + report.bootstrap_rounds + " rounds, seed " + report.seed + ".";
  data = report.datasets[0];
  showDataset();
})();
