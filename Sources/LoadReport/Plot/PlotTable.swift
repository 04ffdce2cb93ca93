/// The figures behind a plot, for whoever rather reads than looks.
struct PlotTable {
    let heads: [String]
    var rows: [[String]] = []
}
