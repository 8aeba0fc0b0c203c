/// The look of the page around the pictures, for screens wide and narrow, light and dark, and for
/// paper.
///
/// Written without characters that markup escapes, since a style sheet within HTML is read as it
/// stands.
enum ReportStyle {
  static let sheet = """

    \(colours)
    \(text)
    \(tables)
    \(figures)
    \(narrow)
    \(print)

    """

  private static let colours = """
    :root{color-scheme:light;--ground:#ffffff;--raised:#f4f6f8;--line:#d5dae0;--text:#1c2329;\
    --muted:#56616d;--link:#005a8e;--good:#00664a;--doubtful:#8a4b00;--bad:#a81414}
    @media screen and (prefers-color-scheme:dark){
    :root{color-scheme:dark;--ground:#14181d;--raised:#1d2329;--line:#3a444e;--text:#eef1f4;\
    --muted:#a9b4bf;--link:#7cc4f2;--good:#5fd3a8;--doubtful:#f0b35f;--bad:#ff9a92}
    }
    """

  private static let text = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.55 \(Theme.fontFamily);\
    overflow-wrap:anywhere}
    header,nav,main,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
    header{padding-top:2rem}
    h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}
    h2{font-size:1.45rem;line-height:1.25;margin:3rem 0 .75rem;padding-top:.75rem;\
    border-top:1px solid var(--line)}
    h3{font-size:1.1rem;line-height:1.3;margin:1.75rem 0 .5rem}
    p,ul,dl{margin:.6rem 0;max-width:46rem}
    li{margin:.45rem 0}
    a{color:var(--link)}
    .subject,footer{color:var(--muted)}
    .subject{margin:0 0 1rem}
    nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;padding:0;max-width:none}
    nav li{margin:0}
    footer{margin-top:3rem;padding-bottom:2rem;font-size:.9rem;border-top:1px solid var(--line)}
    .skip{position:absolute;left:-999rem}
    .skip:focus{left:1rem;top:1rem;background:var(--ground);padding:.5rem}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    .notice{border:1px solid var(--line);border-left:.45rem solid var(--muted);\
    background:var(--raised);padding:.7rem 1rem;margin:1rem 0;max-width:46rem}
    .notice p,.notice ul{margin:.2rem 0}
    .lead{font-weight:bold;font-size:1.1rem}
    .good{border-left-color:var(--good)}
    .good .lead{color:var(--good)}
    .doubtful{border-left-color:var(--doubtful)}
    .doubtful .lead{color:var(--doubtful)}
    .bad{border-left-color:var(--bad)}
    .bad .lead{color:var(--bad)}
    dl div{display:flex;gap:.2rem 1rem;padding:.3rem 0;border-bottom:1px solid var(--line)}
    dt{flex:0 0 13rem;color:var(--muted)}
    dd{margin:0;min-width:0}
    details{margin:1rem 0;border:1px solid var(--line);border-radius:.3rem;padding:0 1rem}
    summary{cursor:pointer;padding:.6rem 0;font-weight:bold}
    pre{background:var(--raised);border:1px solid var(--line);padding:.8rem 1rem;overflow-x:auto;\
    font-size:.85rem;line-height:1.45;overflow-wrap:normal}
    code{font-family:ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace}
    """

  private static let tables = """
    .scroll{overflow-x:auto;margin:1rem 0}
    table{border-collapse:collapse;font-size:.9rem;line-height:1.35;\
    font-variant-numeric:tabular-nums;overflow-wrap:normal}
    caption{text-align:left;color:var(--muted);padding-bottom:.4rem}
    th,td{padding:.3rem .65rem;text-align:right;white-space:nowrap;\
    border-bottom:1px solid var(--line);vertical-align:top}
    thead th{border-bottom:2px solid var(--muted);vertical-align:bottom}
    th[scope=colgroup]{text-align:center;border-bottom:1px solid var(--line)}
    th[scope=row],th:first-child{text-align:left;padding-left:0}
    th[scope=row]{font-weight:normal;white-space:normal;min-width:7rem;max-width:18rem;\
    overflow-wrap:anywhere}
    th.below{padding-left:1.4rem;color:var(--muted)}
    td.marked{font-weight:bold;color:var(--doubtful)}
    """

  private static let figures = """
    figure{margin:1.5rem 0}
    figure h3{margin-bottom:.3rem}
    figure svg{display:block}
    figcaption{color:var(--muted);font-size:.9rem;line-height:1.45}
    figcaption p{margin:.3rem 0}
    .media-mix-phone{display:none}
    """

  private static let narrow = """
    @media screen and (max-width:40rem){
    body{font-size:1.02rem}
    header,nav,main,footer{padding-left:.9rem;padding-right:.9rem}
    h1{font-size:1.5rem}
    h2{font-size:1.25rem}
    nav ul{display:block;columns:2}
    dl div{display:block}
    details{padding:0 .7rem}
    }
    @media screen and (max-width:50rem){
    figure .media-mix-page{display:none}
    figure .media-mix-phone{display:block}
    }
    """

  /// Closed details are printed too, where the browser knows how to open them.
  private static let print = """
    @media print{
    body{font-size:10pt}
    header,nav,main,footer{max-width:none;padding:0}
    nav,.skip{display:none}
    a{color:inherit;text-decoration:none}
    h2,h3,summary,caption,thead{break-after:avoid}
    figure,.scroll,.notice,dl div,li{break-inside:avoid}
    figure svg{max-height:21cm}
    .scroll{overflow:visible}
    table{font-size:7.5pt}
    th,td{padding:.15rem .35rem}
    pre{white-space:pre-wrap;font-size:7.5pt}
    details{border:0;padding:0}
    details::details-content{content-visibility:visible;display:block;block-size:auto}
    }
    """
}
