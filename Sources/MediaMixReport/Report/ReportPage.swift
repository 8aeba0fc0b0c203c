internal import MediaMix

/// A report as one HTML page that loads nothing and runs nothing.
struct ReportPage {
  let report: Report

  /// The page; the same report gives the same bytes.
  var text: String {
    "<!DOCTYPE html>\n" + MarkupElement("html", ["lang": "en"], children: [head, body]).text
  }

  private var head: MarkupElement {
    MarkupElement(
      "head",
      children: [
        MarkupElement("meta", ["charset": "utf-8"]),
        MarkupElement(
          "meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy]),
        MarkupElement(
          "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        MarkupElement("meta", ["name": "color-scheme", "content": "light dark"]),
        MarkupElement(
          "meta", ["name": "generator", "content": "lmmm \(ToolkitVersion.current)"]),
        MarkupElement("title", text: shown(report.title)),
        MarkupElement("style", text: ReportStyle.sheet + Theme.pageStyleSheet),
      ])
  }

  /// Nothing but the page's own style sheet.
  private static let policy = "default-src 'none'; style-src 'unsafe-inline'"

  private var body: MarkupElement {
    let rendering = ReportMarkup()
    return MarkupElement(
      "body",
      children: [
        MarkupElement("a", ["class": "skip", "href": "#main"], text: "Skip to the report"),
        header, contents,
        MarkupElement(
          "main", ["id": "main"], children: report.sections.map(rendering.element)),
        MarkupElement(
          "footer",
          children: [
            MarkupElement(
              "p",
              text: "Made by lmmm \(ToolkitVersion.current). This page needs no network: it can "
                + "be kept, printed and sent as it is.")
          ]),
      ])
  }

  private var header: MarkupElement {
    MarkupElement(
      "header",
      children: [
        MarkupElement("h1", text: shown(report.title)),
        MarkupElement("p", ["class": "subject"], text: shown(report.subject)),
      ])
  }

  private var contents: MarkupElement {
    let links = report.sections.map { section in
      MarkupElement(
        "li", children: [MarkupElement("a", ["href": "#\(section.id)"], text: section.title)])
    }
    return MarkupElement(
      "nav", ["aria-label": "Contents"], children: [MarkupElement("ul", children: links)])
  }

  private func shown(_ text: String) -> String { DisplayText.whole(text) }
}
