extension ReportResults {
  /// A few words that not everyone knows.
  var termsSection: ReportSection {
    ReportSection(
      id: "terms", title: "Terms",
      blocks: [
        .facts([
          ("KPI", "What the model explains: \(target)."),
          ("Contribution", "The part of the KPI that the model puts down to a channel."),
          ("Return on investment (ROI)", "KPI brought per unit of cost."),
          ("Marginal return", "KPI that the next unit of cost would bring."),
          ("Carry-over", "Effects of media in the periods after they ran."),
          ("Saturation", "More media bringing less and less."),
          ("90 % interval", "From the 5 % to the 95 % quantile of the draws."),
          ("r-hat", "How far chains disagree; 1 is perfect agreement."),
          (
            "Effective sample size (ESS)",
            "How many independent draws the draws are worth; bulk for averages, tail for intervals."
          ),
          ("Divergence", "A draw at whose place the sampler could not follow the distribution."),
          ("mcse", "How far an average may be off because draws are finitely many."),
        ])
      ])
  }
}
