/// Sections and blocks of a report as elements of a page.
struct ReportMarkup {
  func element(_ section: ReportSection) -> MarkupElement {
    let heading = MarkupElement("h2", ["id": "\(section.id)-title"], text: section.title)
    return MarkupElement(
      "section", ["id": section.id, "aria-labelledby": "\(section.id)-title"],
      children: [heading] + section.blocks.map(element))
  }

  private func element(_ block: ReportBlock) -> MarkupElement {
    switch block {
    case .heading(let text): MarkupElement("h3", text: shown(text))
    case .paragraph(let text): MarkupElement("p", content: nodes(text))
    case .list(let items): list(items)
    case .table(let table, let caption): ReportTable(table, caption: shown(caption)).element
    case .facts(let facts): self.facts(facts)
    case .figure(let chart): figure(chart)
    case .notice(let notice): self.notice(notice)
    case .details(let title, let blocks):
      MarkupElement(
        "details",
        children: [MarkupElement("summary", text: shown(title))] + blocks.map(element))
    case .code(let lines): code(lines)
    }
  }

  private func list(_ items: [ReportText]) -> MarkupElement {
    MarkupElement("ul", children: items.map { MarkupElement("li", content: nodes($0)) })
  }

  private func facts(_ facts: [(name: String, value: String)]) -> MarkupElement {
    MarkupElement(
      "dl",
      children: facts.map { fact in
        MarkupElement(
          "div",
          children: [
            MarkupElement("dt", text: shown(fact.name)),
            MarkupElement("dd", text: shown(fact.value)),
          ])
      })
  }

  /// A chart under its title, once for wide pages and once for narrow ones; the style sheet shows one
  /// of them.
  private func figure(_ chart: Chart) -> MarkupElement {
    let words = ([chart.subtitle] + chart.notes).filter { !$0.isEmpty }
    return MarkupElement(
      "figure", ["id": "figure-\(chart.kind)"],
      children: [MarkupElement("h3", text: chart.title)]
        + [.page, .phone].map { chart.picture($0).element }
        + [MarkupElement("figcaption", children: words.map { MarkupElement("p", text: $0) })])
  }

  private func notice(_ notice: ReportNotice) -> MarkupElement {
    MarkupElement(
      "div", ["class": "notice \(notice.tone.rawValue)", "role": "note"],
      children: [MarkupElement("p", ["class": "lead"], text: notice.title)]
        + (notice.items.isEmpty ? [] : [list(notice.items)]))
  }

  private func code(_ lines: String) -> MarkupElement {
    let lines = lines.split(separator: "\n", omittingEmptySubsequences: false)
    return MarkupElement(
      "pre", ["tabindex": "0"],
      children: [
        MarkupElement("code", text: lines.map { shown(String($0)) }.joined(separator: "\n"))
      ])
  }

  private func nodes(_ text: ReportText) -> [MarkupElement.Node] {
    text.runs.map { run in
      switch run {
      // A sign of per cent stays with its number.
      case .plain(let words): .text(shown(words).replacing(" %", with: "\u{A0}%"))
      case .strong(let words): .element(MarkupElement("strong", text: shown(words)))
      case .code(let words): .element(MarkupElement("code", text: shown(words)))
      case .link(let words, let section):
        .element(MarkupElement("a", ["href": "#\(section)"], text: shown(words)))
      }
    }
  }

  private func shown(_ text: String) -> String { DisplayText.whole(text) }
}
